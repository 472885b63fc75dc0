// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PumpTest {
    private static final int SETTLED = 600;

    /** The mean truth over a stretch after the fault has settled, shape {@code [attributes]}. */
    private static double[] settle(long seed, Strain strain) {
        Dice dice = new Dice(seed, "pump");
        Pump pump = new Pump(PumpTraits.draw(dice, Drive.ANY), dice);
        double[] mean = new double[PumpAttribute.ALL.length];
        for (int row = 0; row < 2 * SETTLED; row++) {
            double[] truth = pump.step(1, strain);
            for (int i = 0; row >= SETTLED && i < mean.length; i++) {
                mean[i] += truth[i] / SETTLED;
            }
        }
        return mean;
    }

    private static double of(double[] row, PumpAttribute attribute) {
        return row[attribute.ordinal()];
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aClosingValveCutsTheFlow_raisesThePressure_andUnloadsTheMotor(long seed) {
        double[] healthy = settle(seed, Strain.NONE);
        double[] closing = settle(seed, new Strain(0, 0, 0.7));

        assertThat(of(closing, PumpAttribute.FLOW)).isLessThan(0.8 * of(healthy, PumpAttribute.FLOW));
        assertThat(of(closing, PumpAttribute.DISCHARGE_PRESSURE))
                .isGreaterThan(of(healthy, PumpAttribute.DISCHARGE_PRESSURE));
        assertThat(of(closing, PumpAttribute.MOTOR_CURRENT)).isLessThan(of(healthy, PumpAttribute.MOTOR_CURRENT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cavitationShakesThePump_andCostsPressureAndFlow(long seed) {
        double[] healthy = settle(seed, Strain.NONE);
        double[] cavitating = settle(seed, new Strain(0, 1, 0));

        assertThat(of(cavitating, PumpAttribute.VIBRATION_X)).isGreaterThan(2 * of(healthy, PumpAttribute.VIBRATION_X));
        assertThat(of(cavitating, PumpAttribute.DISCHARGE_PRESSURE))
                .isLessThan(of(healthy, PumpAttribute.DISCHARGE_PRESSURE));
        assertThat(of(cavitating, PumpAttribute.FLOW)).isLessThan(of(healthy, PumpAttribute.FLOW));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void atTheMainsEveryPumpHasOneSpeed_andOnADriveNone(long seed) {
        Dice dice = new Dice(seed, "pump");
        assertThat(PumpTraits.draw(dice, Drive.MAINS).variableSpeed()).isFalse();
        assertThat(PumpTraits.draw(dice, Drive.VARIABLE).variableSpeed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void wearCostsCurrentAndHeat(long seed) {
        double[] healthy = settle(seed, Strain.NONE);
        double[] worn = settle(seed, new Strain(1, 0, 0));

        assertThat(of(worn, PumpAttribute.MOTOR_CURRENT)).isGreaterThan(of(healthy, PumpAttribute.MOTOR_CURRENT));
        assertThat(of(worn, PumpAttribute.MOTOR_TEMPERATURE))
                .isGreaterThan(of(healthy, PumpAttribute.MOTOR_TEMPERATURE));
        assertThat(of(worn, PumpAttribute.VIBRATION_X)).isGreaterThan(2 * of(healthy, PumpAttribute.VIBRATION_X));
    }

    @Test
    void aFleetReachesFromATestBedToASmallPlant_andStaysPhysical() {
        double[] least = new double[PumpAttribute.ALL.length];
        double[] most = new double[PumpAttribute.ALL.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int seed = 0; seed < 200; seed++) {
            double[] mean = settle(seed, Strain.NONE);
            for (PumpAttribute attribute : PumpAttribute.ALL) {
                int i = attribute.ordinal();
                least[i] = Math.min(least[i], mean[i]);
                most[i] = Math.max(most[i], mean[i]);
                assertThat(mean[i]).as(attribute.key).isBetween(attribute.minimum, attribute.maximum);
            }
        }
        // A laboratory's loop: 0.027 g, 1 A, 0 bar, 67 °C, 25 °C, 230 V, 32 L/min.
        double[] testBed = {0.0275, 0.0407, 0.956, 0.1, 66.8, 24.6, 231, 32.3};
        for (int i = 0; i < testBed.length; i++) {
            assertThat(testBed[i]).as(PumpAttribute.ALL[i].key).isBetween(least[i], most[i]);
        }
    }
}
