// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static java.util.Objects.requireNonNull;

/**
 * What goes wrong with a synthetic host, when, and how badly. Rows are counted from 0, one a period.
 *
 * @param kind what
 * @param from the first row it shows on
 * @param rows how long it lasts; 0 for ever
 * @param every it comes again after this many rows from its start; 0 never
 * @param severity 0 to 1
 */
record HostFault(Kind kind, long from, long rows, long every, double severity) {

    /** The faults that a host can have. */
    enum Kind {
        NONE,
        /** A program spins: all processors busy, clock and heat follow. */
        RUNAWAY_CPU,
        /** Memory fills up, slowly. */
        MEMORY_LEAK,
        /** The disks never rest. */
        DISK_THRASH,
        /** Traffic arrives by the tens of megabytes, and interrupts cost time. */
        NETWORK_FLOOD
    }

    /** A leak fills the memory in this many rows where no duration says otherwise. */
    private static final long LEAK_ROWS = 1800;

    HostFault {
        requireNonNull(kind, "fault");
        if (from < 0 || rows < 0 || every < 0 || (every > 0 && rows > every)) {
            throw new IllegalArgumentException("a fault needs fault_from >= 0 and 0 <= fault_rows <= fault_every:"
                    + " fault_from=" + from + " fault_rows=" + rows + " fault_every=" + every);
        }
        if (!(severity >= 0 && severity <= 1)) {
            throw new IllegalArgumentException("fault_severity must be 0 to 1: " + severity);
        }
    }

    /** 0 where this fault does not show on this row, else up to the severity. */
    double strength(Kind asked, long row) {
        long since = row - from;
        if (kind != asked || since < 0) {
            return 0;
        }
        since = every > 0 ? since % every : since;
        if (rows > 0 && since >= rows) {
            return 0;
        }
        long onset = kind == Kind.MEMORY_LEAK ? (rows > 0 ? rows : LEAK_ROWS) : 1;
        return severity * StrictMath.min(1, (since + 1.0) / onset);
    }
}
