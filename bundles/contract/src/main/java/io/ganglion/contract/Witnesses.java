// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.evolution.Comparison.Broken;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Tail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who on this node would be broken by a version: devices by the rows that they sent last, models by what they read. Any of
 * the services may be absent.
 */
record Witnesses(
        Supplier<Optional<Devices>> devices, Supplier<Optional<Tail>> tail, Supplier<Optional<Models>> models) {
    static final Witnesses NONE = new Witnesses(Optional::empty, Optional::empty, Optional::empty);

    /** Last rows of a device that are looked at. */
    private static final int ROWS = 64;
    /** Faults of one device that are told. */
    private static final int FAULTS = 3;

    List<Broken> of(CompiledContract older, CompiledContract newer) {
        List<Broken> broken = new ArrayList<>();
        for (Device device : devices.get().map(Devices::list).orElse(List.of())) {
            String claimed = Majors.name(device.contract());
            if (claimed.equals(newer.contract.name())) {
                device(device.name(), older, newer).ifPresent(broken::add);
            }
        }
        for (ModelStatus model : models.get().map(Models::list).orElse(List.of())) {
            if (model.contract().equals(newer.contract.name())) {
                model(model, older.contract, newer.contract).ifPresent(broken::add);
            }
        }
        return broken;
    }

    private Optional<Broken> device(String device, CompiledContract older, CompiledContract newer) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (Observation row : tail.get().map(t -> t.recent(device, ROWS)).orElse(List.of())) {
            Contract kept = row.contract();
            if (kept.name().equals(newer.contract.name())
                    && kept.version().getMajor() == older.contract.version().getMajor()) {
                RowCheck.of(row, newer, faults);
            }
        }
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new Broken(
                        Broken.Kind.DEVICE,
                        device,
                        String.join("; ", faults.values().stream().limit(FAULTS).toList())));
    }

    private static Optional<Broken> model(ModelStatus model, Contract older, Contract newer) {
        List<String> faults = new ArrayList<>();
        for (ModelSpec.Input input : model.spec().map(ModelSpec::inputs).orElse(List.of())) {
            int before = older.column(input.attribute());
            int now = newer.column(input.attribute());
            if (before >= 0 && now < 0) {
                faults.add("reads " + input.attribute() + ", which " + newer.version() + " has not");
            } else if (before >= 0) {
                Attribute was = older.attributes().get(before);
                Attribute is = newer.attributes().get(now);
                if (!was.unitCode().equals(is.unitCode())) {
                    faults.add("reads " + input.attribute() + " in " + was.unitCode() + ", which would come in "
                            + is.unitCode());
                } else if (was.required() && !is.required()) {
                    faults.add("reads " + input.attribute() + ", which may be absent");
                }
            }
        }
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new Broken(Broken.Kind.MODEL, model.id().toString(), String.join("; ", faults)));
    }

    /** Holds an accepted row against another version of its contract. */
    private static final class RowCheck {
        private RowCheck() {}

        static void of(Observation row, CompiledContract newer, Map<String, String> faults) {
            List<Attribute> columns = row.contract().attributes();
            if (!row.contract().entityType().equals(newer.contract.entityType())) {
                faults.putIfAbsent("type", "is of type " + row.contract().entityType());
            }
            for (int i = 0; i < columns.size(); i++) {
                if (row.isGood(i)) {
                    number(row, columns.get(i), row.values()[i], newer, faults);
                }
            }
            for (int i = 0; i < row.texts().size(); i++) {
                text(row.contract().texts().get(i), row.texts().get(i), newer, faults);
            }
            for (Attribute due : newer.contract.attributes()) {
                int column = row.contract().column(due.name());
                if (due.required() && (column < 0 || !row.isGood(column))) {
                    faults.putIfAbsent(due.name(), "does not send " + due.name() + ", which is required");
                }
            }
        }

        private static void number(
                Observation row, Attribute sent, double value, CompiledContract newer, Map<String, String> faults) {
            Optional<Property> property = newer.property(sent.name());
            int column = newer.contract.column(sent.name());
            if (property.isEmpty()) {
                if (newer.closed) {
                    faults.putIfAbsent(sent.name(), "sends " + sent.name() + ", which is refused");
                }
            } else if (column >= 0
                    && !newer.contract.attributes().get(column).unitCode().equals(sent.unitCode())) {
                faults.putIfAbsent(
                        sent.name(),
                        "sends " + sent.name() + " in " + sent.unitCode() + ", which would be read as "
                                + newer.contract.attributes().get(column).unitCode());
            } else if (!property.get().rule.range().contains(value)
                    || !property.get().rule.allows(JsonType.NUMBER) && value != Math.rint(value)) {
                faults.putIfAbsent(
                        sent.name(),
                        "sent " + sent.name() + " " + value + " " + sent.unitCode() + " at "
                                + Instant.ofEpochSecond(0, row.time()));
            }
        }

        private static void text(String name, String value, CompiledContract newer, Map<String, String> faults) {
            Optional<Property> property = newer.property(name);
            if (value.isEmpty()) {
                return;
            }
            if (property.isEmpty() && newer.closed) {
                faults.putIfAbsent(name, "sends " + name + ", which is refused");
            } else if (property.isPresent() && !fits(property.get().rule, value)) {
                faults.putIfAbsent(name, "sent " + name + " " + Refusal.quote(value));
            }
        }

        private static boolean fits(Rule rule, String value) {
            int length = value.codePointCount(0, value.length());
            return rule.allows(JsonType.STRING)
                    && length >= rule.minLength()
                    && length <= rule.maxLength()
                    && rule.allowed().map(allowed -> allowed.contains(value)).orElse(true)
                    && rule.pattern()
                            .map(pattern -> pattern.matcher(value).find())
                            .orElse(true);
        }
    }
}
