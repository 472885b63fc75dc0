// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes and validates a payload of any shape, in one pass. Reads NGSI-LD key-values, concise and normalised, mixed by
 * attribute. Not thread-safe.
 */
final class FullDecoder {
    /** The document's own object among {@link Names}. */
    private static final int DOCUMENT = 0;

    final Spans spans = new Spans();

    private final CompiledContract compiled;
    private final JsonReader reader;
    private final Names names = new Names();
    private final Skimmer skimmer;
    private final Values values;
    private final Attributes attributes;

    /** {@code [i + 1]}: the property that last came after property {@code i}; {@code [0]}: the one that came first. */
    private final int[] follower;

    private final int[] seen;
    private int document;

    FullDecoder(CompiledContract compiled, int maxDepth) {
        this.compiled = compiled;
        reader = new JsonReader(maxDepth);
        skimmer = new Skimmer(reader, names);
        values = new Values(compiled, reader, skimmer, spans);
        attributes = new Attributes(reader, skimmer, names, values);
        follower = new int[compiled.properties.length + 1];
        seen = new int[compiled.properties.length];
        for (int i = 0; i < follower.length; i++) {
            follower[i] = Math.min(i, compiled.properties.length - 1);
        }
    }

    Verdict decode(Payload payload) {
        try {
            begin(payload);
            return observation(payload);
        } catch (Refusal refusal) {
            return formFirst(refusal, payload).asRejection(compiled.reference);
        }
    }

    /** A document that is not sound JSON is refused for that, wherever the fault lies: no contract could accept it. */
    private Refusal formFirst(Refusal refusal, Payload payload) {
        if (refusal.isOfForm() || payload.body().length == 0) {
            return refusal;
        }
        try {
            names.reset();
            reader.reset(payload.body());
            if (reader.isAtEnd()) {
                return refusal;
            }
            skimmer.document();
            return refusal;
        } catch (Refusal ofForm) {
            return ofForm;
        }
    }

    private void begin(Payload payload) {
        Charsets.check(payload.body());
        names.reset();
        spans.reset();
        reader.reset(payload.body());
        values.reset(payload.device());
        document++;
        if (reader.isAtEnd()) {
            throw new Refusal(Reason.EMPTY, "", 0, "no payload: " + payload.body().length + " bytes");
        }
    }

    private Observation observation(Payload payload) {
        int c = reader.peek();
        if (c != '{') {
            throw values.misfit(c, "the payload", "an object");
        }
        members();
        int end = reader.pos - 1;
        skimmer.end();
        requireAll(end);
        long time = values.time(end, payload.receivedAt());
        compiled.rest.ifPresent(rest -> rest.check(payload.body(), values.standIn()));
        return new Observation(
                compiled.contract,
                payload.device(),
                values.entity,
                time,
                payload.receivedAt(),
                values.row,
                values.good,
                texts());
    }

    private void members() {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int previous = 0;
        do {
            int index = property(previous);
            reader.colon();
            if (index < 0) {
                unknown();
            } else {
                attributes.read(compiled.properties[index]);
                previous = index + 1;
            }
        } while (reader.more('}'));
    }

    /** Reads a member's name: the property's index, or -1. Devices keep an order, so the follower is tried first. */
    private int property(int previous) {
        if (reader.peek() == '"') {
            byte[] quoted = compiled.properties[follower[previous]].quoted;
            int from = reader.pos + 1;
            int to = from + quoted.length;
            if (to <= reader.body.length && Arrays.equals(reader.body, from, to, quoted, 0, quoted.length)) {
                reader.nameAt(from, to - 1);
                return unique(follower[previous]);
            }
        }
        reader.name();
        int index =
                compiled.property(reader.text()).map(property -> property.index).orElse(-1);
        if (index < 0) {
            skimmer.unique(DOCUMENT);
            return index;
        }
        follower[previous] = index;
        return unique(index);
    }

    private int unique(int index) {
        if (seen[index] == document) {
            throw skimmer.twice();
        }
        seen[index] = document;
        return index;
    }

    private void unknown() {
        if (compiled.closed) {
            throw reader.refuse(
                    Reason.UNKNOWN_ATTRIBUTE,
                    reader.from - 1,
                    "not an attribute of " + compiled.reference + ": " + reader.token());
        }
        skimmer.value();
    }

    private void requireAll(int end) {
        for (Property property : compiled.properties) {
            if (property.required && seen[property.index] != document) {
                throw new Refusal(
                        Reason.MISSING_ATTRIBUTE,
                        Trail.pointerTo(property.bytes),
                        end,
                        property.name + " is required and absent");
            }
        }
    }

    private List<String> texts() {
        return values.texts.length == 0 ? List.of() : List.of(values.texts);
    }
}
