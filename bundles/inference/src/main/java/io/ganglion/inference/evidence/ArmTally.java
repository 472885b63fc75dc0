// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of one model's part in a route, from all partitions. Thread-safe; constant memory. */
public final class ArmTally {
    /** Rows that make one observation of disagreement: rows that follow each other are not independent, so single ones are none. */
    private static final int BLOCK = 100;

    /** What was true at one moment. */
    public record Sums(
            Instant since,
            long devices,
            long rows,
            long anomalous,
            long alerts,
            long paired,
            long excess,
            long silent,
            long pairedAlerts,
            long championAlerts,
            long errors,
            long latencyP50,
            long latencyP99,
            long confirmed,
            long refuted,
            long missed,
            double excessLow,
            double excessHigh,
            double silentLow) {

        /** Share of the paired rows on which both say the same; {@code NaN} where there are none. */
        public double agreement() {
            return 1 - (double) (excess + silent) / paired;
        }
    }

    private final Instant since;
    private final Crowd devices = new Crowd();
    private final Latencies latencies = new Latencies();
    private final Alerts recent = new Alerts();
    private final Wager excess;
    private final Wager silent;
    private final Counts sums = new Counts();
    private final Counts block = new Counts();
    private long confirmed;
    private long refuted;
    private long missed;

    /**
     * @param since when it took this part
     * @param error of its tests on disagreement
     */
    public ArmTally(Instant since, double error) {
        this.since = since;
        this.excess = new Wager(error);
        this.silent = new Wager(error);
    }

    public Instant since() {
        return since;
    }

    /** A device that a partition sees for the first time since this model has its part. */
    public synchronized void device(String device) {
        devices.add(device);
    }

    /** @param time of the row that began it, nanoseconds since the epoch */
    public synchronized void alert(String device, long time) {
        recent.add(device, time);
    }

    /** Adds a batch. */
    public synchronized void add(Counts batch) {
        sums.rows += batch.rows;
        sums.anomalous += batch.anomalous;
        sums.alerts += batch.alerts;
        sums.paired += batch.paired;
        sums.excess += batch.excess;
        sums.silent += batch.silent;
        sums.pairedAlerts += batch.pairedAlerts;
        sums.championAlerts += batch.championAlerts;
        sums.errors += batch.errors;
        if (batch.rows > 0) {
            latencies.record(batch.nanos / batch.rows, batch.rows);
        }
        block.paired += batch.paired;
        block.excess += batch.excess;
        block.silent += batch.silent;
        if (block.paired >= BLOCK) {
            excess.observe((double) block.excess / block.paired);
            silent.observe((double) block.silent / block.paired);
            block.clear();
        }
    }

    /** What people found of its alerts so far. */
    public synchronized void judged(long right, long wrong, long overlooked) {
        confirmed = right;
        refuted = wrong;
        missed = overlooked;
    }

    /** Whether it alerted on a device, {@code from} included and {@code to} not; nanoseconds since the epoch. */
    public synchronized boolean alerted(String device, long from, long to) {
        return recent.any(device, from, to);
    }

    /** Whether it still knows all of its alerts from this time on; nanoseconds since the epoch. */
    public synchronized boolean remembers(long from) {
        return recent.reaches(from);
    }

    public synchronized Sums sums() {
        return new Sums(
                since,
                devices.count(),
                sums.rows,
                sums.anomalous,
                sums.alerts,
                sums.paired,
                sums.excess,
                sums.silent,
                sums.pairedAlerts,
                sums.championAlerts,
                sums.errors,
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                confirmed,
                refuted,
                missed,
                excess.low(),
                excess.high(),
                silent.low());
    }

    /** As it is written to disk: names and numbers, long arrays and Base64. */
    public synchronized Map<String, Object> kept() {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("rows", sums.rows);
        kept.put("anomalous", sums.anomalous);
        kept.put("alerts", sums.alerts);
        kept.put("paired", sums.paired);
        kept.put("excess", sums.excess);
        kept.put("silent", sums.silent);
        kept.put("pairedAlerts", sums.pairedAlerts);
        kept.put("championAlerts", sums.championAlerts);
        kept.put("errors", sums.errors);
        kept.put("confirmed", confirmed);
        kept.put("refuted", refuted);
        kept.put("missed", missed);
        kept.put("latencies", latencies.counts());
        kept.put("devices", Base64.getEncoder().encodeToString(devices.kept()));
        kept.put("recent", Base64.getEncoder().encodeToString(recent.kept()));
        kept.put("excessWager", Base64.getEncoder().encodeToString(excess.kept()));
        kept.put("silentWager", Base64.getEncoder().encodeToString(silent.kept()));
        return kept;
    }

    /**
     * Goes on from what was written.
     *
     * @throws RuntimeException where it is not what {@link #kept()} gave
     */
    public synchronized void restore(Map<String, ?> kept) {
        sums.rows = number(kept, "rows");
        sums.anomalous = number(kept, "anomalous");
        sums.alerts = number(kept, "alerts");
        sums.paired = number(kept, "paired");
        sums.excess = number(kept, "excess");
        sums.silent = number(kept, "silent");
        sums.pairedAlerts = number(kept, "pairedAlerts");
        sums.championAlerts = number(kept, "championAlerts");
        sums.errors = number(kept, "errors");
        judged(number(kept, "confirmed"), number(kept, "refuted"), number(kept, "missed"));
        latencies.restore((long[]) kept.get("latencies"));
        devices.restore(bytes(kept, "devices"));
        recent.restore(bytes(kept, "recent"));
        excess.restore(bytes(kept, "excessWager"));
        silent.restore(bytes(kept, "silentWager"));
    }

    private static long number(Map<String, ?> kept, String name) {
        return ((Number) kept.get(name)).longValue();
    }

    private static byte[] bytes(Map<String, ?> kept, String name) {
        return Base64.getDecoder().decode((String) kept.get(name));
    }
}
