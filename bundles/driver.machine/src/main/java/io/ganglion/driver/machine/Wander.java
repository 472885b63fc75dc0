// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

/** Something that drifts about 0 and comes back (Ornstein and Uhlenbeck); exact for any step. */
final class Wander {
    private final double deviation;
    private final double timeConstant;
    private double value;

    /**
     * @param deviation in the long run
     * @param timeConstant seconds
     */
    Wander(double deviation, double timeConstant, Dice dice) {
        this.deviation = deviation;
        this.timeConstant = timeConstant;
        this.value = deviation * dice.normal();
    }

    double step(double seconds, Dice dice) {
        double kept = StrictMath.exp(-seconds / timeConstant);
        value = value * kept + deviation * StrictMath.sqrt(1 - kept * kept) * dice.normal();
        return value;
    }
}
