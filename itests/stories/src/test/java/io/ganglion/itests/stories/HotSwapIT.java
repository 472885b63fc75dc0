// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.drill.HotSwap;
import io.ganglion.itests.drill.Outcome;
import io.ganglion.itests.harness.Ganglion;
import org.junit.jupiter.api.Test;

/** The drill {@code hotswap}, one round: from the outside, because that is where the integrator stands. */
class HotSwapIT {

    @Test
    void everythingIsExchangedUnderLoad_nothingIsLost_andOrderIsKept() throws Exception {
        Outcome outcome = new HotSwap().run(Ganglion.underTest(), Stage.folder("hot-swap"), 1);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.figures().get("sent")).isGreaterThan(10_000);
        assertThat(outcome.figures().get("scored")).isEqualTo(outcome.figures().get("sent"));
    }
}
