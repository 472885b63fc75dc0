// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FaultTest {
    private static Fault fault(Fault.Kind kind, long from, long rows, long every) {
        return new Fault(kind, from, rows, every, 0.8, PumpAttribute.FLOW, 0);
    }

    @Test
    void aRepeatedFaultComesAndGoes() {
        Fault demo = fault(Fault.Kind.CAVITATION, 100, 20, 120);

        assertThat(demo.strength(99)).isZero();
        assertThat(demo.strength(110)).isEqualTo(0.8);
        assertThat(demo.strength(120)).isZero();
        assertThat(demo.strength(219)).isZero();
        assertThat(demo.strength(230)).isEqualTo(0.8);
    }

    @Test
    void wearGrowsOverItsWholeDuration() {
        Fault wear = fault(Fault.Kind.WEAR, 0, 1000, 0);

        assertThat(wear.strain(99).wear()).isCloseTo(0.08, within(1e-9));
        assertThat(wear.strain(999).wear()).isEqualTo(0.8);
    }

    @Test
    void aFaultThatOutlastsItsRepetitionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fault(Fault.Kind.WEAR, 0, 20, 10))
                .withMessageContaining("fault_rows=20 fault_every=10");
    }
}
