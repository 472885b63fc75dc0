// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.drill.Kill9;
import io.ganglion.itests.drill.Outcome;
import io.ganglion.itests.harness.Ganglion;
import org.junit.jupiter.api.Test;

/** The drill {@code kill9}, one round. */
class Kill9IT {

    @Test
    void whatWasAcknowledgedIsKept_andACommissionedDeviceStaysSo() throws Exception {
        Outcome outcome = new Kill9().run(Ganglion.underTest(), Stage.folder("kill9"), 1);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures().get("acknowledged")).isGreaterThan(1_000);
    }
}
