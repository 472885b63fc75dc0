// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every source when somebody scrapes. What reads from a disk is asked only so often, however many scrape; a source that
 * fails leaves its figures out and says so, and the others tell theirs.
 */
final class Gathering implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.metrics");

    private final List<Source> sources;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(MetricSnapshots snapshots, boolean well, long at) {}

    Gathering(List<Source> sources, Duration pause, LongSupplier nanos) {
        this.sources = List.copyOf(sources);
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        MetricSnapshots.Builder builder = MetricSnapshots.builder();
        Board own = new Board();
        for (Source source : sources) {
            Kept now = ask(source);
            for (MetricSnapshot snapshot : now.snapshots()) {
                builder.metricSnapshot(snapshot);
            }
            own.gauge(
                    "source_up",
                    "Whether a source of figures could tell them",
                    now.well() ? 1 : 0,
                    "source",
                    source.name());
        }
        own.snapshots().forEach(builder::metricSnapshot);
        return builder.build();
    }

    private Kept ask(Source source) {
        Kept before = kept.get(source.name());
        long now = nanos.getAsLong();
        if (source.slow() && before != null && now - before.at() < pauseNanos) {
            return before;
        }
        Kept told;
        Board board = new Board();
        try {
            source.teller().tell(board);
            told = new Kept(board.snapshots(), true, now);
        } catch (RuntimeException e) {
            if (before == null || before.well()) {
                LOG.warn("no figures from {}: {}", source.name(), e.toString());
            }
            told = new Kept(MetricSnapshots.of(), false, now);
        }
        kept.put(source.name(), told);
        return told;
    }
}
