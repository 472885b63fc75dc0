// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArmTallyTest {
    @Test
    void aQuantile_isAtMostAnEighthTooHigh_andNeverTooLow() {
        Random random = new Random(1);
        long[] all = new long[20_000];
        Latencies latencies = new Latencies();
        for (int i = 0; i < all.length; i++) {
            all[i] = (long) Math.exp(20 * random.nextDouble());
            latencies.record(all[i], 1);
        }
        Arrays.sort(all);
        for (double quantile : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
            long exact = all[(int) Math.ceil(quantile * all.length) - 1];
            assertThat(latencies.quantile(quantile)).isBetween(exact, exact + exact / 8 + 1);
        }
        assertThat(new Latencies().quantile(0.99)).isZero();
    }

    @Test
    void aCrowd_isCountedExactlyWhereItIsSmall_andWithinTwoPercentWhereItIsNot() {
        Crowd crowd = new Crowd();
        for (int i = 0; i < 5; i++) {
            crowd.add("pump-" + i);
            crowd.add("pump-" + i);
        }
        assertThat(crowd.count()).isEqualTo(5);
        for (int i = 0; i < 50_000; i++) {
            crowd.add("pump-" + i);
        }
        assertThat((double) crowd.count()).isCloseTo(50_000, within(1_000.0));
    }

    @Test
    void whatIsKept_isTheSameTally() {
        ArmTally tally = new ArmTally(Instant.EPOCH, 0.05);
        Counts batch = new Counts();
        for (int i = 0; i < 100; i++) {
            batch.clear();
            batch.rows = 64;
            batch.anomalous = i % 3;
            batch.paired = 60;
            batch.excess = i % 2;
            batch.alerts = i % 5 == 0 ? 1 : 0;
            batch.nanos = 64L * (100 + i);
            tally.add(batch);
            tally.device("pump-" + i % 7);
        }
        tally.judged(3, 2, 1);
        ArmTally again = new ArmTally(Instant.EPOCH, 0.05);
        again.restore(tally.kept());
        assertThat(again.sums()).isEqualTo(tally.sums());
        assertThat(again.sums().devices()).isEqualTo(7);
        assertThat(again.sums().latencyP99()).isBetween(198L, 230L);
    }

    @Test
    void anAlert_isFoundByItsDeviceAndTime_amongTheLastOnes() {
        ArmTally tally = new ArmTally(Instant.EPOCH, 0.05);
        for (int i = 0; i < 5_000; i++) {
            tally.alert("pump-" + i % 10, i);
        }
        assertThat(tally.alerted("pump-9", 4_999, 5_000)).isTrue();
        assertThat(tally.alerted("pump-9", 4_990, 4_999)).isFalse();
        assertThat(tally.alerted("pump-3", 0, 100))
                .as("long gone: memory is bounded")
                .isFalse();
    }

    @Test
    void alertsAreKnownAgainAfterARestart_andWhatHadToMakeRoomIsNotHeldAgainstAnybody() {
        ArmTally tally = new ArmTally(Instant.EPOCH, 0.05);
        assertThat(tally.remembers(0)).isTrue();
        for (int i = 0; i < 1_500; i++) {
            tally.alert("pump-" + i % 10, i);
        }
        ArmTally again = new ArmTally(Instant.EPOCH, 0.05);
        again.restore(tally.kept());
        again.alert("pump-new", 1_500);
        for (ArmTally one : new ArmTally[] {tally, again}) {
            assertThat(one.alerted("pump-9", 1_499, 1_500)).isTrue();
            assertThat(one.alerted("pump-6", 476, 477)).isEqualTo(one == tally);
            assertThat(one.remembers(400)).isFalse();
            assertThat(one.remembers(1_000)).isTrue();
        }
    }
}
