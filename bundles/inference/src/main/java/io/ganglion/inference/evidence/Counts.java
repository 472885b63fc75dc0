// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

/** What came of one batch of one model in one partition. Filled by the partition's thread, and used again. */
public final class Counts {
    /** Rows scored. */
    public long rows;
    /** Of these, anomalous ones. */
    public long anomalous;
    /** Devices that it began to call anomalous. */
    public long alerts;
    /** Rows on which both this model and the champion had a verdict. */
    public long paired;
    /** Of these, the ones that this model alone calls anomalous. */
    public long excess;
    /** Of these, the ones that the champion alone calls anomalous. */
    public long silent;
    /** Devices that it began to call anomalous while the champion did not, on the paired rows. */
    public long pairedAlerts;
    /** Devices that the champion began to call anomalous while it did not, on the paired rows. */
    public long championAlerts;
    /** 1 where the batch failed. */
    public long errors;
    /** Nanoseconds that the network took for the rows. */
    public long nanos;

    /** Begins the next batch. */
    public void clear() {
        rows = 0;
        anomalous = 0;
        alerts = 0;
        paired = 0;
        excess = 0;
        silent = 0;
        pairedAlerts = 0;
        championAlerts = 0;
        errors = 0;
        nanos = 0;
    }
}
