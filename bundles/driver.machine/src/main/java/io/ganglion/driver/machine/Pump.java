// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.lang.StrictMath.exp;
import static java.lang.StrictMath.max;
import static java.lang.StrictMath.min;
import static java.lang.StrictMath.sin;
import static java.lang.StrictMath.sqrt;

/**
 * A centrifugal pump with its motor: the truth behind the sensors. Speed and valve set the working point on the pump's
 * curve; power follows from it, current from power and voltage, heat from current, vibration from speed, wear and
 * cavitation. Starts warm. Not thread-safe.
 */
final class Pump {
    private static final double DAY = 86_400;
    private static final double[] SPEEDS = {1, 0.92, 0.85};
    private static final double MODE_SECONDS = 1800;
    private static final double DRIVE_TIME_CONSTANT = 4;

    private final PumpTraits traits;
    private final Dice dice;
    private final Wander demand;
    private final Wander room;
    private final Wander mains;
    private double time;
    private double targetSpeed = 1;
    private double speed = 1;
    private double motorTemperature = Double.NaN;
    private double fluidTemperature = Double.NaN;

    Pump(PumpTraits traits, Dice dice) {
        this.traits = traits;
        this.dice = dice;
        this.time = traits.phase();
        this.demand = new Wander(dice.between(0.005, 0.03), 300, dice);
        this.room = new Wander(dice.between(0.2, 1.2), 1800, dice);
        this.mains = new Wander(0.004, 120, dice);
    }

    /** Goes on by this many seconds; returns shape {@code [attributes]} in the order of {@link PumpAttribute}. */
    double[] step(double seconds, Strain strain) {
        time += seconds;
        turn(seconds);
        double day = sin(2 * StrictMath.PI * time / DAY);
        double opening =
                max(0.3, 1 + traits.daily() * day + demand.step(seconds, dice)) * (1 - 0.97 * strain.valveClosed());
        double cavitation = cavitation(strain.suctionLoss());
        double lift = speed * speed * (1 - 0.12 * strain.wear()) * (1 - cavitation * dice.between(0.15, 0.35));
        double flow = flow(lift, opening);
        double head = lift - (1 - traits.ratedHead()) * flow * flow;
        double voltage = traits.supplyVoltage() * (1 - 0.008 * day + mains.step(seconds, dice));
        double power = power(flow, head, strain.wear(), cavitation);
        double current = power / (voltage * PumpTraits.POWER_FACTOR);
        double ambient = traits.ambient() + 2 * day + room.step(seconds, dice);
        warm(seconds, ambient, current / traits.ratedCurrent(), power / traits.ratedPower(), flow);
        double shake = shake(flow, strain.wear(), cavitation);
        return new double[] {
            traits.vibrationX() * shake,
            // Cavitation and imbalance are radial first.
            traits.vibrationY() * (1 + 0.6 * (shake - 1)),
            current,
            traits.gaugeOffset() + head * traits.shutOffPressure(),
            motorTemperature,
            fluidTemperature,
            voltage,
            flow * traits.ratedFlow()
        };
    }

    private void turn(double seconds) {
        if (traits.variableSpeed() && dice.chance(1 - exp(-seconds / MODE_SECONDS))) {
            targetSpeed = dice.oneOf(SPEEDS);
        }
        speed += (targetSpeed - speed) * (1 - exp(-seconds / DRIVE_TIME_CONSTANT));
    }

    /** Where the pump's curve meets the system's: lift - (1 - h) q² = s + (h - s) q² / opening², as shares of rated. */
    private double flow(double lift, double opening) {
        double resistance = (traits.ratedHead() - traits.staticHead()) / (opening * opening);
        return sqrt(max(0, lift - traits.staticHead()) / (1 - traits.ratedHead() + resistance));
    }

    /** 0 to 1; the faster the pump and the warmer the fluid, the sooner. */
    private double cavitation(double suctionLoss) {
        double warmth = Double.isNaN(fluidTemperature) ? 0 : 0.004 * (fluidTemperature - traits.fluidTemperature());
        double margin = traits.suctionMargin() + 0.3 * (1 - speed * speed) - warmth - suctionLoss;
        return 1 / (1 + exp(margin / 0.045));
    }

    private double power(double flow, double head, double wear, double cavitation) {
        double idle = traits.idlePower() * speed * speed * speed * (1 + 0.5 * wear);
        return idle + traits.hydraulicPower(flow, head) / (traits.efficiency() * (1 - 0.2 * wear - 0.2 * cavitation));
    }

    private void warm(double seconds, double ambient, double current, double power, double flow) {
        double cooling = 1 + 0.5 * max(0, 1 - flow);
        double motor = ambient + traits.motorRise() * current * current * cooling;
        double fluid = traits.fluidTemperature()
                + 0.3 * (ambient - traits.ambient())
                + traits.fluidRise() * power / max(0.1, flow);
        motorTemperature = towards(motorTemperature, motor, seconds, traits.motorTimeConstant());
        fluidTemperature = towards(fluidTemperature, fluid, seconds, traits.fluidTimeConstant());
    }

    private static double towards(double now, double target, double seconds, double timeConstant) {
        return Double.isNaN(now) ? target : now + (target - now) * (1 - exp(-seconds / timeConstant));
    }

    /** Vibration as a share of the rated one: imbalance grows with speed², resonance, wear, cavitation and throttling add. */
    private double shake(double flow, double wear, double cavitation) {
        double offResonance = (speed - traits.resonance()) / 0.025;
        double throttled = max(0, 0.6 - flow) / 0.6;
        return (0.35 + 0.65 * speed * speed)
                * (1 + 0.25 * exp(-offResonance * offResonance))
                * (1 + 3 * wear)
                * (1 + cavitation * dice.between(1.5, 3))
                * (1 + 0.9 * min(1, throttled));
    }
}
