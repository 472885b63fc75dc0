// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * Decodes payloads of one contract, and remembers for each device the shapes of what it sends, up to a budget of memory.
 * Not thread-safe.
 */
final class ShapeDecoder {
    /** Most memory that shapes may hold, bytes; the device heard of longest ago goes first. */
    static final int BUDGET = 4 << 20;

    final CompiledContract compiled;

    private final FullDecoder full;
    private final JsonReader reader;
    private final int budget;
    private final LinkedHashMap<String, Shapes> shapes = new LinkedHashMap<>(64, 0.75f, true);
    private int weight;

    ShapeDecoder(CompiledContract compiled, int maxDepth, int budget) {
        this.compiled = compiled;
        this.full = new FullDecoder(compiled, maxDepth);
        this.reader = new JsonReader(maxDepth);
        this.budget = budget;
    }

    /** Two shapes a device, since an optional attribute comes and goes. */
    private static final class Shapes {
        Template recent;
        Template other;
        int misses;

        int weight() {
            return (recent == null ? 0 : recent.weight()) + (other == null ? 0 : other.weight());
        }
    }

    Verdict decode(Payload payload) {
        Shapes known = shapes.get(payload.device());
        if (known != null) {
            Observation observation = match(known, payload);
            if (observation != null) {
                known.misses = 0;
                return observation;
            }
        }
        Verdict verdict = full.decode(payload);
        if (verdict instanceof Observation accepted && isTemplate(payload)) {
            learn(payload, accepted, known);
        }
        return verdict;
    }

    private Observation match(Shapes known, Payload payload) {
        Observation observation = known.recent.match(payload, reader);
        if (observation == null && known.other != null) {
            observation = known.other.match(payload, reader);
            if (observation != null) {
                Template swap = known.recent;
                known.recent = known.other;
                known.other = swap;
            }
        }
        return observation;
    }

    private boolean isTemplate(Payload payload) {
        return compiled.repeatable && full.spans.isWhole() && payload.body().length <= Template.BODY_LIMIT;
    }

    private void learn(Payload payload, Observation accepted, Shapes known) {
        Shapes device = known == null ? new Shapes() : known;
        // A device whose constant parts never repeat is learned ever more seldom.
        if (Integer.bitCount(++device.misses) != 1) {
            return;
        }
        weight -= device.weight();
        device.other = device.recent;
        device.recent = new Template(compiled, payload.body(), accepted, full.spans);
        weight += device.weight();
        if (known == null) {
            shapes.put(payload.device(), device);
        }
        forget();
    }

    private void forget() {
        Iterator<Shapes> eldest = shapes.values().iterator();
        while (weight > budget && eldest.hasNext()) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    int major() {
        return compiled.contract.version().getMajor();
    }

    /** The devices whose shapes are remembered: they have kept this contract lately. */
    Set<String> devices() {
        return Set.copyOf(shapes.keySet());
    }

    /** How many devices' shapes are remembered. */
    int size() {
        return shapes.size();
    }
}
