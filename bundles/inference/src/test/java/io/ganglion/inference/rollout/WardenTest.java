// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.inference.evidence.ArmTally;
import io.ganglion.inference.evidence.Counts;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WardenTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final long BUDGET = Policy.DEFAULT.latencyBudget();

    private final Warden warden = new Warden(Policy.DEFAULT);

    @Test
    void aModelOverItsLatencyBudget_isStopped_unlessTheMachineIsSlowForTheOtherToo() {
        Active slow = arm("1.1.0", Role.CHALLENGER, 2 * BUDGET, 0);
        assertThat(warden.stop(slow, arm("1.0.0", Role.CHAMPION, BUDGET / 10, 0), NOW))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("us at the 99th percentile of 2000 rows, more than the 5000 us that it may")
                        .contains("the other takes"));
        assertThat(warden.stop(slow, arm("1.0.0", Role.CHAMPION, 2 * BUDGET, 0), NOW))
                .isEmpty();
        assertThat(warden.rollBack(slow, Optional.empty(), NOW)).isPresent();
        assertThat(warden.stop(arm("1.1.0", Role.SHADOW, BUDGET / 2, 0), slow, NOW))
                .isEmpty();
    }

    @Test
    void moreAlerts_areNoTrouble_beforeTheyAreSurelyMore() {
        Active champion = arm("1.0.0", Role.CHAMPION, 1_000, 0);
        assertThat(warden.stop(arm("1.1.0", Role.SHADOW, 1_000, 3), champion, NOW))
                .isEmpty();
        assertThat(warden.stop(arm("1.1.0", Role.SHADOW, 1_000, 12), champion, NOW))
                .hasValue("12 alerts, the champion 0 on the same rows: more than 3.0 times as many");
    }

    private static Active arm(String version, Role role, long nanos, int alerts) {
        ArmTally tally = new ArmTally(Instant.EPOCH, 0.05);
        Counts batch = new Counts();
        batch.rows = 100;
        batch.paired = 100;
        batch.nanos = 100 * nanos;
        for (int i = 0; i < 20; i++) {
            batch.pairedAlerts = i < alerts ? 1 : 0;
            tally.add(batch);
        }
        ModelId champion = ModelId.parse("m@1.0.0");
        return new Active("Pump", ModelId.parse("m@" + version), role, champion, false, device -> true, 0.01, tally);
    }
}
