// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.policy;

import io.ganglion.api.contract.Attribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a value must move to be news.
 *
 * @param percent of the attribute's range, where it has a finite one and no width of its own
 * @param own by {@code attribute} or {@code Contract.attribute}: in the attribute's unit, or negative for percent
 */
public record Deadband(double percent, Map<String, Double> own) {

    public Deadband {
        own = Map.copyOf(own);
        if (!(percent >= 0)) {
            throw new IllegalArgumentException("deadband_percent must be at least 0: " + percent);
        }
    }

    /** Reads settings like {@code motorCurrent=0.5} and {@code Pump.flow=2%}. */
    public static Deadband of(double percent, List<String> settings) {
        Map<String, Double> own = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            try {
                String width = parts[1].strip();
                boolean relative = width.endsWith("%");
                double value = Double.parseDouble(relative ? width.substring(0, width.length() - 1) : width);
                if (!(value >= 0)) {
                    throw new NumberFormatException(width);
                }
                own.put(parts[0].strip(), relative ? -value : value);
            } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException(
                        "deadbands are attribute=0.5 or Contract.attribute=2%: " + setting, e);
            }
        }
        return new Deadband(percent, own);
    }

    /** In the attribute's unit; 0 where any change is news. */
    double width(String contract, Attribute attribute) {
        Double given = own.getOrDefault(contract + "." + attribute.name(), own.get(attribute.name()));
        if (given != null && given > 0) {
            return given;
        }
        double range = attribute.maximum() - attribute.minimum();
        double share = given == null ? percent : -given;
        return Double.isFinite(range) ? range * share / 100 : 0;
    }
}
