// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.drill.Lifecycle;
import io.ganglion.itests.drill.Outcome;
import io.ganglion.itests.harness.Ganglion;
import org.junit.jupiter.api.Test;

/** The drill {@code lifecycle}, at a build's pace. */
class LifecycleIT {

    @Test
    void pumpsWear_aCandidateBeatsTheOldModelOnRefutedAlerts_andABrokenOneIsTakenBack() throws Exception {
        Outcome outcome = new Lifecycle(Lifecycle.Pace.ROUND).run(Ganglion.underTest(), Stage.folder("lifecycle"), 1);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures())
                .containsEntry("lost", 0L)
                .containsEntry("duplicates", 0L)
                .containsKeys("sent", "longest_gap_ms");
        assertThat(share(outcome, "candidate")).isLessThan(share(outcome, "champion"));
    }

    private static double share(Outcome outcome, String who) {
        return (double) outcome.figures().get(who + "_refuted")
                / outcome.figures().get(who + "_judged");
    }
}
