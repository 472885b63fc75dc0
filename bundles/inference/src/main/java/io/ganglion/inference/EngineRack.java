// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.model.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The engines that are here, as a framework ranks services. Thread-safe. */
final class EngineRack {
    private record Slot(Engine engine, int ranking, long id) {}

    private final List<Slot> slots = new ArrayList<>();

    synchronized List<Engine> add(Engine engine, Map<String, Object> properties) {
        int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
        long id = properties.get("service.id") instanceof Long value ? value : 0;
        slots.add(new Slot(engine, ranking, id));
        slots.sort(Comparator.comparingInt(Slot::ranking).reversed().thenComparingLong(Slot::id));
        return ranked();
    }

    synchronized List<Engine> remove(Engine engine) {
        slots.removeIf(slot -> slot.engine() == engine);
        return ranked();
    }

    private List<Engine> ranked() {
        return slots.stream().map(Slot::engine).toList();
    }
}
