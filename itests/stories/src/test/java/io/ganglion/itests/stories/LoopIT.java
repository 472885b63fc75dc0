// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ganglion.itests.drill.Loop;
import io.ganglion.itests.drill.Outcome;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Redmine;
import org.junit.jupiter.api.Test;

/** The drill {@code loop}, at a build's pace. */
class LoopIT {

    @Test
    void whatATechnicianClosesInRedmine_makesABetterModel_andEachEpisodeIsOneTicketAlsoWhileRedmineIsDead()
            throws Exception {
        assumeTrue(Redmine.isInstalled(), "Redmine is not installed (Debian: redmine redmine-sqlite puma)");
        Outcome outcome = new Loop(Loop.Pace.ROUND).run(Ganglion.underTest(), Stage.folder("loop"), 1);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures()).containsEntry("duplicates", 0L).containsEntry("legs", 5L);
        assertThat(outcome.figures().get("tickets")).isEqualTo(outcome.figures().get("episodes"));
        assertThat(outcome.figures().get("labels")).isEqualTo(outcome.figures().get("episodes"));
        assertThat(outcome.figures().get("refuted_after"))
                .isLessThan(outcome.figures().get("refuted_before"));
    }
}
