// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

/** Alarms held against the truth, pooled over all runs as the benchmark's protocol says. */
final class Detection {

    private long truePositives;
    private long falsePositives;
    private long falseNegatives;
    private long trueNegatives;

    void count(boolean alarm, boolean anomaly) {
        if (alarm) {
            truePositives += anomaly ? 1 : 0;
            falsePositives += anomaly ? 0 : 1;
        } else {
            falseNegatives += anomaly ? 1 : 0;
            trueNegatives += anomaly ? 0 : 1;
        }
    }

    double f1() {
        return 2.0 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }

    /** Alarms on normal rows, as a share of the normal rows. */
    double falseAlarmRate() {
        return (double) falsePositives / (falsePositives + trueNegatives);
    }

    /** Anomalous rows without an alarm, as a share of the anomalous rows. */
    double missedAlarmRate() {
        return (double) falseNegatives / (falseNegatives + truePositives);
    }

    String table() {
        long anomalous = truePositives + falseNegatives;
        long all = anomalous + falsePositives + trueNegatives;
        return "%-22s %6s %8s %8s%n".formatted("valve1, scored rows", "F1", "FAR %", "MAR %")
                + "%-22s %6.3f %8.2f %8.2f%n"
                        .formatted("pump-anomaly", f1(), 100 * falseAlarmRate(), 100 * missedAlarmRate())
                + "%-22s %6.3f %8.2f %8.2f%n"
                        .formatted("flag everything", 2.0 * anomalous / (anomalous + all), 100.0, 0.0);
    }
}
