// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import java.util.Arrays;

/** What the pump reports, in the order of the contract {@code Pump}. Units are UN/CEFACT codes. */
enum PumpAttribute {
    /** Radial vibration, g RMS, never negative. */
    VIBRATION_X("vibrationX", "K40", 0, 20),
    /** Axial vibration, g RMS, never negative. */
    VIBRATION_Y("vibrationY", "K40", 0, 20),
    /** Line current, A, never negative. */
    MOTOR_CURRENT("motorCurrent", "AMP", 0, 100),
    /** Gauge pressure behind the pump, bar; below 0 where the pump draws more than it is given. */
    DISCHARGE_PRESSURE("dischargePressure", "BAR", -2, 25),
    /** Winding temperature, °C. */
    MOTOR_TEMPERATURE("motorTemperature", "CEL", -40, 200),
    /** Temperature of what is pumped, °C. */
    FLUID_TEMPERATURE("fluidTemperature", "CEL", -40, 150),
    /** Voltage at the motor's terminals, V RMS. */
    SUPPLY_VOLTAGE("supplyVoltage", "VLT", 0, 500),
    /** Volume flow towards the process, L/min, never negative. */
    FLOW("flow", "L2", 0, 1000);

    /** Every attribute, in order; shared, so never written to. */
    static final PumpAttribute[] ALL = values();

    final String key;
    final String unitCode;
    final double minimum;
    final double maximum;

    PumpAttribute(String key, String unitCode, double minimum, double maximum) {
        this.key = key;
        this.unitCode = unitCode;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    static PumpAttribute named(String key) {
        for (PumpAttribute attribute : ALL) {
            if (attribute.key.equals(key)) {
                return attribute;
            }
        }
        throw new IllegalArgumentException("a pump has no such attribute: fault_attribute=" + key + " known="
                + Arrays.stream(ALL).map(a -> a.key).toList());
    }
}
