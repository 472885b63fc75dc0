// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Fate.Episode;
import io.ganglion.itests.harness.Fate.Finding;
import io.ganglion.itests.harness.Pump;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What really happened to which pump, and when: what a technician finds there, and what nobody else knows. Thread-safe. */
final class PlantDiary {
    /** Readings for which a verdict may still be about what has just ended: the model's window and smoothing, and some. */
    static final int TAIL = 40;
    /** Readings from now at which an episode begins: a reading is made while this is written. */
    private static final int LEAD = 20;
    /** Readings before it that a policy may count as its first, where noise made them anomalous. */
    private static final int LEEWAY = 10;

    /** One episode of one pump. */
    record Happening(Pump pump, Episode episode) {
        boolean isFault() {
            return episode.finding() == Finding.BLOCKED;
        }

        boolean isOver() {
            return pump.sent() > episode.to() + TAIL;
        }

        /** Whether an alert that began then is about it. */
        boolean explains(String device, Instant from) {
            long reading = pump.sequence(from);
            return device.equals(pump.device()) && reading >= episode.from() - LEEWAY && reading < episode.to() + TAIL;
        }

        boolean explains(JsonNode alert) {
            return explains(
                    alert.path("devices").path(0).asText(),
                    Instant.parse(alert.path("from").asText()));
        }
    }

    private final List<Happening> happened = new ArrayList<>();

    /** Lets it happen, from now on. */
    synchronized Happening happens(Pump pump, Finding finding, int readings) {
        long from = pump.sent() + LEAD;
        Happening happening = new Happening(pump, new Episode(finding, from, from + readings));
        happened.add(happening);
        pump.undergoes(happening.episode());
        return happening;
    }

    /** What was the matter with a device that was called anomalous from then on; empty where nothing was. */
    synchronized Optional<Happening> at(String device, Instant from) {
        return happened.stream()
                .filter(happening -> happening.explains(device, from))
                .findFirst();
    }
}
