// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.api.maintenance.Taxonomy.Cause;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Version;

/** A small plant: pumps, their words, and a clock that somebody winds. */
public final class Plant {
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    public static final ModelId MODEL = ModelId.parse("pump-anomaly@1.0.0");
    public static final Contract PUMP = new Contract(
            "Pump",
            new Version("1.0.0"),
            "Pump",
            List.of(
                    new Attribute("vibrationX", "K40", "Acceleration", 0, 20, true, List.of()),
                    new Attribute("flow", "L2", "VolumeFlowRate", 0, 1000, true, List.of())),
            List.of(),
            Duration.ofSeconds(1));
    public static final Taxonomies WORDS = contract -> new Taxonomy(
            contract,
            List.of(
                    new Cause("bearing-wear", "Bearing worn", "VIB", "2.4", "4.2", Map.of("redmine", "Lager")),
                    new Cause("no-fault", "Nothing found", "", "", "", Map.of("redmine", "Nichts"))));

    private Plant() {}

    public static Insight insight(String device, Condition verdict, double score, Instant at, boolean replayed) {
        long time = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        Observation row = new Observation(
                PUMP, device, "urn:ngsi-ld:Pump:" + device, time, time, new double[] {1, 2}, 3, List.of(), replayed);
        return new Insight(row, verdict, score, 2, new double[] {3, 1}, MODEL);
    }

    /** A clock that stands until it is wound. */
    public static final class Hands extends Clock {
        private volatile Instant now;

        public Hands(Instant now) {
            this.now = now;
        }

        public void wind(Duration on) {
            now = now.plus(on);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Hears what is told. */
    public static final class Ear implements News {
        public final List<Alert> alerts = new CopyOnWriteArrayList<>();
        public final List<WorkOrder> orders = new CopyOnWriteArrayList<>();
        public final List<String> breaches = new CopyOnWriteArrayList<>();

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
        }

        @Override
        public void order(WorkOrder order) {
            orders.add(order);
        }

        @Override
        public void breach(WorkOrder order, Span span, Duration target) {
            breaches.add(order.id() + " " + span);
        }
    }
}
