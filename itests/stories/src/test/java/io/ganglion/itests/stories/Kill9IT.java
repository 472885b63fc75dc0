// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ganglion.itests.drill.Kill9;
import io.ganglion.itests.drill.KilledRefusals;
import io.ganglion.itests.drill.Outcome;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Upstream;
import org.junit.jupiter.api.Test;

/** The drills {@code kill9} and {@code kill9-refusals}, short; {@code -Dkill9.rounds=100} makes the first one long. */
class Kill9IT {

    @Test
    void whatWasAcknowledged_isDeliveredBeyondTheNode() throws Exception {
        assumeTrue(Upstream.isInstalled(), "mosquitto is not installed (Debian: mosquitto mosquitto-clients)");
        int rounds = Integer.getInteger("kill9.rounds", 2);
        Outcome outcome = new Kill9().run(Ganglion.underTest(), Stage.folder("kill9"), rounds);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures().get("acknowledged")).isGreaterThan(1_000);
    }

    @Test
    void aRefusalThatWasAcknowledgedIsKept_andACommissionedDeviceStaysSo() throws Exception {
        Outcome outcome = new KilledRefusals().run(Ganglion.underTest(), Stage.folder("kill9-refusals"), 1);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures().get("acknowledged")).isGreaterThan(1_000);
    }
}
