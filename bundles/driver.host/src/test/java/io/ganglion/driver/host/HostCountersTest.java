// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.driver.host.HostCounters.Traffic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCountersTest {
    private static final long SECOND = 1_000_000_000L;

    private static HostCounters at(long nanos, long busy, long total, Map<String, Traffic> disks) {
        return new HostCounters(nanos, busy, total, 40, disks, Map.of(), Double.NaN, Double.NaN);
    }

    @Test
    void ratesAreDifferencesOverMonotonicTime() {
        HostCounters before = at(5 * SECOND, 100, 1000, Map.of("sda", new Traffic(10_000, 500)));
        HostCounters now = at(7 * SECOND, 150, 1200, Map.of("sda", new Traffic(12_000, 900)));

        HostRow row = now.since(before);

        assertThat(row.cpuLoad()).isEqualTo(25);
        assertThat(row.diskReadRate()).isEqualTo(1000);
        assertThat(row.diskWriteRate()).isEqualTo(200);
    }

    @Test
    void aCounterThatFellStartsAnew_andCostsNoOtherDeviceItsRate() {
        HostCounters before = at(0, 0, 0, Map.of("sda", new Traffic(4_294_967_000L, 0), "sdb", new Traffic(100, 0)));
        HostCounters now = at(SECOND, 0, 0, Map.of("sda", new Traffic(5, 0), "sdb", new Traffic(300, 0)));

        assertThat(now.since(before).diskReadRate()).isEqualTo(200);
    }

    @Test
    void aDiskThatWasJustPluggedInHasNoPast() {
        HostCounters before = at(0, 0, 0, Map.of());
        HostCounters now = at(SECOND, 0, 0, Map.of("sdc", new Traffic(9_000_000, 7)));

        assertThat(now.since(before).diskReadRate()).isZero();
    }

    @Test
    void processorTimeThatStoodStillIsNoLoad() {
        assertThat(at(SECOND, 7, 70, Map.of()).since(at(0, 7, 70, Map.of())).cpuLoad())
                .isZero();
    }
}
