// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearTest {

    @ParameterizedTest
    @CsvSource({"pump-1, pump-1, 0", "pump-1, pump-2, 1", "pmup-1, pump-1, 1", "pump, pump-1, 2", "'', abc, 3"})
    void distanceCountsSlipsOfTheFinger(String a, String b, int slips) {
        assertThat(Near.distance(a, b)).isEqualTo(slips);
        assertThat(Near.distance(b, a)).isEqualTo(slips);
    }

    @Test
    void nearestComesFirst_andTheFarAreLeftOut() {
        assertThat(Near.to("pump-11", List.of("compressor-9", "pump-1", "pump-12", "pump-31", "fan")))
                .containsExactly("pump-1", "pump-12", "pump-31");
    }

    @Test
    void caseIsNoSlip() {
        assertThat(Near.to("PUMP-ANOMALY", List.of("pump-anomaly", "host-anomaly")))
                .startsWith("pump-anomaly");
    }

    @Test
    void beginningOfANameIsNear_howeverLongItsRest() {
        assertThat(Near.to("pump", List.of("pump-station-north-feed-water-7"))).hasSize(1);
    }

    @Test
    void whereNothingIsNear_theMissNamesWhatThereIs() {
        assertThat(Near.miss("device", "zzz", List.of("pump-2", "pump-1")))
                .isEqualTo("no device zzz. Known: pump-1, pump-2");
        assertThat(Near.miss("device", "zzz", List.of())).isEqualTo("no device zzz. There is none yet.");
    }

    @Test
    void aHugeNameIsNeitherComparedNorPrintedInFull() {
        assertThat(Near.miss("device", "x".repeat(1_000_000), List.of("pump-1")))
                .hasSizeLessThan(200);
    }
}
