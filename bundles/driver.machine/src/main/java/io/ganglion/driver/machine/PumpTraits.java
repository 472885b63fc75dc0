// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

/**
 * What makes one pump of a fleet differ from the next. The ranges reach from a laboratory's test bed to a small plant.
 *
 * @param ratedFlow L/min at rated speed with the valve open
 * @param shutOffPressure bar at rated speed against a closed valve
 * @param ratedHead discharge pressure at rated flow, as a share of shut-off pressure
 * @param staticHead what the system asks for before anything flows, same share
 * @param gaugeOffset bar that the gauge reads at rest; below 0 where it sits above the tank
 * @param idlePower W that the motor takes without delivering, at rated speed
 * @param efficiency from electric to hydraulic power at rated flow, 0 to 1
 * @param supplyVoltage V
 * @param ambient mean temperature of the room, °C
 * @param motorRise K above the room at rated current
 * @param motorTimeConstant s
 * @param fluidTemperature mean temperature of the supply, °C
 * @param fluidRise K that the loop adds at rated power and flow
 * @param fluidTimeConstant s
 * @param vibrationX g RMS at rated speed and flow
 * @param vibrationY g RMS, same
 * @param resonance share of rated speed at which the base plate sings
 * @param suctionMargin distance to cavitation at rated flow, 0 is its onset
 * @param daily share by which demand swings over a day
 * @param variableSpeed whether a drive changes the speed, or the mains set it
 * @param phase seconds into its day at the first row
 */
record PumpTraits(
        double ratedFlow,
        double shutOffPressure,
        double ratedHead,
        double staticHead,
        double gaugeOffset,
        double idlePower,
        double efficiency,
        double supplyVoltage,
        double ambient,
        double motorRise,
        double motorTimeConstant,
        double fluidTemperature,
        double fluidRise,
        double fluidTimeConstant,
        double vibrationX,
        double vibrationY,
        double resonance,
        double suctionMargin,
        double daily,
        boolean variableSpeed,
        double phase) {

    /** Power factor of a small induction motor under load. */
    static final double POWER_FACTOR = 0.82;

    static PumpTraits draw(Dice dice, Drive drive) {
        double vibration = dice.betweenDecades(0.02, 0.25);
        double pressure = dice.betweenDecades(0.3, 6);
        return new PumpTraits(
                dice.betweenDecades(22, 130),
                pressure,
                dice.between(0.5, 0.8),
                dice.between(0, 0.3),
                dice.between(-0.8, 0.1) * StrictMath.min(1, pressure),
                dice.betweenDecades(45, 260),
                dice.between(0.35, 0.65),
                dice.between(215, 240),
                dice.between(16, 30),
                dice.between(36, 62),
                dice.betweenDecades(600, 3600),
                dice.between(14, 30),
                dice.between(0.2, 3),
                dice.betweenDecades(1800, 10_800),
                vibration,
                vibration * dice.between(0.6, 1.7),
                dice.between(0.78, 0.98),
                dice.between(0.25, 0.5),
                dice.between(0.01, 0.08),
                drive.changesSpeed(dice.chance(0.5)),
                dice.between(0, 86_400));
    }

    /** W at rated flow and speed. */
    double ratedPower() {
        return idlePower + hydraulicPower(1, ratedHead) / efficiency;
    }

    /**
     * W handed to the fluid: 1 bar and 1 L/min are 5/3 W.
     *
     * @param flow as a share of rated flow
     * @param head as a share of shut-off pressure
     */
    double hydraulicPower(double flow, double head) {
        return flow * ratedFlow * head * shutOffPressure * 5 / 3;
    }

    /** A at rated flow, speed and voltage. */
    double ratedCurrent() {
        return ratedPower() / (supplyVoltage * POWER_FACTOR);
    }
}
