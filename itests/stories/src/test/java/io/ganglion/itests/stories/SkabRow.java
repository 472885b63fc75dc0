// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import java.util.Arrays;

/**
 * One second of the test bed.
 *
 * @param time when, local time of the test bed without a zone; taken as UTC
 * @param values the eight sensors in the order of the contract Pump, as written
 * @param anomaly the truth, which no model ever sees
 */
record SkabRow(String time, String[] values, boolean anomaly) {

    private static final String[] ATTRIBUTES = {
        "vibrationX",
        "vibrationY",
        "motorCurrent",
        "dischargePressure",
        "motorTemperature",
        "fluidTemperature",
        "supplyVoltage",
        "flow"
    };

    static SkabRow parse(String line) {
        String[] cells = line.split(";");
        String[] values = Arrays.copyOfRange(cells, 1, 1 + ATTRIBUTES.length);
        return new SkabRow(cells[0].replace(' ', 'T') + "Z", values, Double.parseDouble(cells[9]) > 0.5);
    }

    String payload(String device) {
        StringBuilder text = new StringBuilder(
                "{\"id\":\"urn:ngsi-ld:Pump:" + device + "\",\"type\":\"Pump\",\"dateObserved\":\"" + time + "\"");
        for (int i = 0; i < ATTRIBUTES.length; i++) {
            text.append(",\"").append(ATTRIBUTES[i]).append("\":").append(values[i]);
        }
        return text.append('}').toString();
    }
}
