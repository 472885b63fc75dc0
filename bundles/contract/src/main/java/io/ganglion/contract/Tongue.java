// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.contract.units.Conversion;
import io.ganglion.contract.units.UnitCodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One codec's payloads, read for one contract by its mapping: readings become rows, each held against the same rules as
 * NGSI-LD's. Not thread-safe.
 */
final class Tongue {
    /** The most rows of one payload. */
    static final int ROW_LIMIT = 10_000;

    /** Readings whose targets are remembered from payload to payload. */
    private static final int FORMER = 64;

    /** Units remembered an attribute: a device has few, and who sends many is not to fill the memory. */
    private static final int UNITS_KEPT = 16;

    private final CompiledContract compiled;
    private final Mapping mapping;
    private final Codec.Reader reader;
    private final Ledger ledger = new Ledger();
    /** The row of the one time that most payloads have; null where there is none yet, or there are several. */
    private Draft only;

    private final TreeMap<Long, Draft> drafts = new TreeMap<>();
    private final Map<Property, Map<String, Conversion>> conversions = new HashMap<>();
    private String device = "";
    private String prefix = "";
    private String entity = "";
    /** What the readings were last time, place by place: codecs that spell a name again give the very same text. */
    private final String[] formerSources = new String[FORMER];

    private final Mapping.Target[] formerTargets = new Mapping.Target[FORMER];

    Tongue(CompiledContract compiled, Mapping mapping, Codec.Reader reader) {
        this.compiled = compiled;
        this.mapping = mapping;
        this.reader = reader;
    }

    Verdict decode(Payload payload) {
        ledger.clear();
        drafts.clear();
        only = null;
        try {
            reader.read(payload, ledger);
            name(payload.device());
            checkDevice();
            return rows(payload);
        } catch (Codec.Malformed malformed) {
            var rejection = malformed.rejection();
            return new Refusal(rejection.reason(), rejection.path(), rejection.offset(), rejection.message())
                    .asRejection(compiled.reference);
        } catch (Refusal refusal) {
            return refusal.asRejection(compiled.reference);
        }
    }

    private void name(String sender) {
        if (!sender.equals(device)) {
            device = sender;
            prefix = mapping.prefix().replace(Mapping.DEVICE, sender);
            Arrays.fill(formerSources, null);
            entity = mapping.entity().replace(Mapping.DEVICE, sender);
        }
    }

    private void checkDevice() {
        String[] id = ledger.about.get(EntityReader.ID);
        if (mapping.codec().equals(Mapping.NGSI_LD) && id != null) {
            entity = id[0];
            device = "";
            return;
        }
        if (mapping.deviceSource().isEmpty()) {
            RowRules.text(compiled.id, entity, "");
            return;
        }
        String[] said = said(mapping.deviceSource());
        if (said == null) {
            throw new Refusal(Reason.WRONG_DEVICE, "", -1, mapping.deviceSource() + " names the device, and is absent");
        }
        if (!said[0].equals(device) && !said[0].endsWith(":" + device) && !said[0].endsWith("/" + device)) {
            throw new Refusal(
                    Reason.WRONG_DEVICE,
                    said[1],
                    -1,
                    mapping.deviceSource() + " must be " + device + ", or end with it after ':' or '/': "
                            + Refusal.quote(said[0]));
        }
    }

    /** A text that the payload states, with its path; null where it does not. */
    private String[] said(String source) {
        String[] about = ledger.about.get(source);
        int at = about == null ? find(source) : -1;
        return at >= 0 && ledger.kind[at] == Ledger.Kind.TEXT ? new String[] {ledger.text[at], ledger.path[at]} : about;
    }

    private int find(String source) {
        for (int i = 0; i < ledger.count; i++) {
            if (ledger.source[i].equals(source)) {
                return i;
            }
        }
        return -1;
    }

    private Verdict rows(Payload payload) {
        int timed = mapping.time().source().isEmpty() ? -1 : find(mapping.time().source());
        long document = timed < 0 ? ledger.document : stated(timed);
        if (document == Codec.UNTIMED) {
            document = standIn(payload);
        }
        Draft last = null;
        for (int i = 0; i < ledger.count; i++) {
            Mapping.Target target = i == timed ? null : target(i);
            if (target != null) {
                long at = ledger.time[i] == Codec.UNTIMED ? document : ledger.time[i];
                last = draft(last, at, target.property(), i);
                place(last, target, i);
            }
        }
        return finish(payload, timed < 0 ? "" : ledger.path[timed], document);
    }

    private long stated(int i) {
        long at = ledger.kind[i] == Ledger.Kind.NUMBER
                ? Times.number(mapping.time().clock(), ledger.number[i])
                : ledger.kind[i] == Ledger.Kind.TEXT
                        ? Times.text(mapping.time().clock(), ledger.text[i])
                        : Timestamps.INVALID;
        if (at == Timestamps.INVALID) {
            throw new Refusal(
                    Reason.BAD_TIME,
                    ledger.path[i],
                    -1,
                    mapping.time().source() + " must be a time, "
                            + mapping.time().clock() + ": "
                            + (ledger.kind[i] == Ledger.Kind.NUMBER
                                    ? String.valueOf(ledger.number[i])
                                    : Refusal.quote(ledger.text[i])));
        }
        return at;
    }

    /** The newest time of any reading, where the payload as a whole has none. */
    private long standIn(Payload payload) {
        long newest = Codec.UNTIMED;
        boolean due = ledger.count == 0;
        for (int i = 0; i < ledger.count; i++) {
            newest = Math.max(newest, ledger.time[i]);
            due |= ledger.time[i] == Codec.UNTIMED;
        }
        if (newest != Codec.UNTIMED || !due || ledger.count == 0) {
            return newest;
        }
        if (mapping.time().received()) {
            return payload.receivedAt();
        }
        throw new Refusal(
                Reason.MISSING_ATTRIBUTE,
                Trail.pointerTo(compiled.time.bytes),
                -1,
                compiled.time.name + " is required, and the payload states no time"
                        + (mapping.time().source().isEmpty()
                                ? ""
                                : " in " + mapping.time().source()));
    }

    /** What reading {@code i} is; null where the mapping drops it. */
    @SuppressWarnings("ReferenceEquality")
    private Mapping.Target target(int i) {
        String source = ledger.source[i];
        if (i < FORMER && formerSources[i] == source) {
            return formerTargets[i];
        }
        Mapping.Target target = target(source, i);
        if (i < FORMER) {
            formerSources[i] = source;
            formerTargets[i] = target;
        }
        return target;
    }

    private Mapping.Target target(String name, int i) {
        String source = name;
        if (source.equals(mapping.deviceSource())) {
            return null;
        }
        if (!prefix.isEmpty()) {
            if (!source.startsWith(prefix)) {
                throw new Refusal(
                        Reason.WRONG_DEVICE,
                        ledger.path[i],
                        -1,
                        "a name must begin with " + prefix + ": " + Refusal.quote(source));
            }
            source = source.substring(prefix.length());
        }
        Mapping.Target target = mapping.targets().get(source);
        if (target == null && !mapping.dropsOthers()) {
            throw new Refusal(
                    Reason.UNKNOWN_ATTRIBUTE,
                    ledger.path[i],
                    -1,
                    "not in the mapping for " + mapping.codec() + " of " + compiled.reference + ": "
                            + Refusal.quote(source));
        }
        return target;
    }

    /** The row of a time; readings a little apart share one where the mapping says so. */
    private Draft draft(Draft last, long at, Property property, int i) {
        if (last != null && last.time == at) {
            return last;
        }
        if (only == null && drafts.isEmpty()) {
            only = new Draft(compiled, at, ledger.path[i]);
            return only;
        }
        if (only != null) {
            drafts.put(only.time, only);
            only = null;
        }
        if (mapping.together() > 0) {
            Map.Entry<Long, Draft> before = drafts.floorEntry(at);
            if (before != null
                    && at - before.getKey() <= mapping.together()
                    && at >= before.getKey()
                    && !before.getValue().has(property)) {
                return before.getValue();
            }
        }
        Draft known = drafts.get(at);
        if (known == null) {
            if (drafts.size() == ROW_LIMIT) {
                throw new Refusal(
                        Reason.TOO_LARGE, ledger.path[i], -1, "more than " + ROW_LIMIT + " rows in one payload");
            }
            known = new Draft(compiled, at, ledger.path[i]);
            drafts.put(at, known);
        }
        return known;
    }

    private void place(Draft draft, Mapping.Target target, int i) {
        Property property = target.property();
        String path = ledger.path[i];
        switch (ledger.kind[i]) {
            case ABSENT -> draft.absent(property, ledger.text[i], path);
            case TRUTH -> draft.truth(property, ledger.number[i] != 0, path);
            case TEXT -> draft.text(property, ledger.text[i], path);
            case NUMBER -> {
                if (property.role == Property.Role.TEXT) {
                    throw RowRules.misfit(property, JsonType.NUMBER, path);
                }
                draft.number(property, conversion(target, i).apply(ledger.number[i]), path);
            }
        }
    }

    private Conversion conversion(Mapping.Target target, int i) {
        String unit = ledger.text[i];
        Property property = target.property();
        if (unit.isEmpty() || property.unitCode.length == 0 || mapping.units() == Mapping.Units.DECLARED) {
            return target.declared();
        }
        Map<String, Conversion> known = conversions.computeIfAbsent(property, p -> new HashMap<>());
        Conversion conversion = known.get(unit);
        if (conversion == null) {
            conversion = target.scaling().then(convert(property, unit, ledger.path[i]));
            if (known.size() < UNITS_KEPT) {
                known.put(unit, conversion);
            }
        }
        return conversion;
    }

    private Conversion convert(Property property, String unit, String path) {
        String due = new String(property.unitCode, StandardCharsets.UTF_8);
        if (mapping.units() == Mapping.Units.CONVERT || unit.equals(due)) {
            var conversion = UnitCodes.between(unit, mapping.spelling(), due);
            if (conversion.isPresent()) {
                return conversion.get();
            }
        }
        throw RowRules.refuse(
                Reason.WRONG_UNIT,
                property,
                mapping.units() == Mapping.Units.CONVERT
                        ? "must be in a unit that converts to" + property.unit()
                        : "must be in" + property.unit(),
                unit,
                path);
    }

    private Verdict finish(Payload payload, String timePath, long document) {
        if (only != null) {
            return only.finish(payload, entity, timePath);
        }
        if (drafts.isEmpty()) {
            // Nothing that the mapping knows: the first required attribute says so.
            drafts.put(document, new Draft(compiled, document == Codec.UNTIMED ? payload.receivedAt() : document, ""));
        }
        List<Observation> rows = new ArrayList<>(drafts.size());
        for (Draft draft : drafts.values()) {
            rows.add(draft.finish(payload, entity, timePath));
        }
        return rows.size() == 1 ? rows.get(0) : new Observations(rows);
    }
}
