// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where figures are written down during one scrape. Names are without {@code ganglion_} and {@code _total}. */
final class Board {
    private static final String PREFIX = "ganglion_";

    private final Map<String, Family> families = new LinkedHashMap<>();

    private enum Kind {
        GAUGE,
        COUNTER,
        INFO
    }

    private record Family(String name, String help, Kind kind, Map<Labels, Double> points) {
        MetricSnapshot snapshot() {
            return switch (kind) {
                case GAUGE -> gauge();
                case COUNTER -> counter();
                case INFO -> info();
            };
        }

        private MetricSnapshot info() {
            InfoSnapshot.Builder builder = InfoSnapshot.builder().name(name).help(help);
            points.keySet()
                    .forEach(labels -> builder.dataPoint(
                            InfoDataPointSnapshot.builder().labels(labels).build()));
            return builder.build();
        }

        private MetricSnapshot counter() {
            CounterSnapshot.Builder builder =
                    CounterSnapshot.builder().name(name).help(help);
            points.forEach((labels, value) -> builder.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(Math.max(0, value))
                    .build()));
            return builder.build();
        }

        private MetricSnapshot gauge() {
            GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
            points.forEach((labels, value) -> builder.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
            return builder.build();
        }
    }

    /**
     * Something that goes up and down; NaN where it is not known.
     *
     * @param labels name, value, name, value; the same ones again replace the value
     */
    void gauge(String name, String help, double value, String... labels) {
        put(name, help, Kind.GAUGE, value, labels);
    }

    /** Something that only grows, but for a start of the node. */
    void counter(String name, String help, double value, String... labels) {
        put(name, help, Kind.COUNTER, value, labels);
    }

    /** What only its labels tell; its name ends with {@code _info} by itself. */
    void info(String name, String help, String... labels) {
        put(name, help, Kind.INFO, 1, labels);
    }

    /** More of what a gauge counts. */
    void add(String name, String help, double more, String... labels) {
        family(name, help, Kind.GAUGE).points().merge(Labels.of(labels), more, Double::sum);
    }

    /** The greatest of what is told for a gauge; what is not a number says nothing. */
    void most(String name, String help, double value, String... labels) {
        family(name, help, Kind.GAUGE)
                .points()
                .merge(Labels.of(labels), value, (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b));
    }

    private void put(String name, String help, Kind kind, double value, String... labels) {
        family(name, help, kind).points().put(Labels.of(labels), value);
    }

    private Family family(String name, String help, Kind kind) {
        return families.computeIfAbsent(name, any -> new Family(PREFIX + name, help, kind, new LinkedHashMap<>()));
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder builder = MetricSnapshots.builder();
        families.values().forEach(family -> builder.metricSnapshot(family.snapshot()));
        return builder.build();
    }
}
