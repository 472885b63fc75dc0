// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

/** The sensors of one pump: each adds its noise and reads in its own steps. */
final class Instruments {
    private final double[] noise;
    private final double[] steps;
    private final Dice dice;

    Instruments(PumpTraits traits, Dice dice) {
        this.dice = dice;
        noise = new double[] {
            traits.vibrationX() * dice.betweenDecades(0.008, 0.04),
            traits.vibrationY() * dice.betweenDecades(0.008, 0.04),
            traits.ratedCurrent() * dice.betweenDecades(0.01, 0.3),
            StrictMath.min(0.3, traits.shutOffPressure() * dice.betweenDecades(0.004, 0.3)),
            dice.betweenDecades(0.03, 0.2),
            dice.betweenDecades(0.005, 0.05),
            dice.betweenDecades(0.4, 11),
            traits.ratedFlow() * dice.betweenDecades(0.004, 0.025)
        };
        // Coarse steps come from the field: some gauges resolve a third of a bar, some flow meters count whole litres.
        steps = new double[] {1e-5, 1e-5, 1e-4, pressureStep(traits, dice), 1e-3, 1e-3, 1e-2, dice.oneOf(0.01, 0.1, 1)};
    }

    private static double pressureStep(PumpTraits traits, Dice dice) {
        double step = dice.oneOf(0.001, 0.01, 0.05, 0.328);
        return traits.shutOffPressure() < 0.6 ? StrictMath.min(step, 0.05) : step;
    }

    /** What the sensors show of the truth; both of shape {@code [attributes]}. */
    double[] read(double[] truth) {
        double[] shown = new double[truth.length];
        for (PumpAttribute attribute : PumpAttribute.ALL) {
            int i = attribute.ordinal();
            double steps = StrictMath.rint((truth[i] + noise[i] * dice.normal()) / this.steps[i]);
            shown[i] = StrictMath.min(attribute.maximum, StrictMath.max(attribute.minimum, steps * this.steps[i]));
        }
        return shown;
    }
}
