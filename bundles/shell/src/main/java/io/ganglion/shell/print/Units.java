// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import java.util.Map;

/** How people write UN/CEFACT Recommendation 20 codes, in ASCII. */
public final class Units {
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            Map.entry("K40", "g"),
            Map.entry("AMP", "A"),
            Map.entry("BAR", "bar"),
            Map.entry("CEL", "degC"),
            Map.entry("VLT", "V"),
            Map.entry("L2", "L/min"),
            Map.entry("P1", "%"),
            Map.entry("P93", "B/s"),
            Map.entry("MHZ", "MHz"),
            Map.entry("HTZ", "Hz"),
            Map.entry("C16", "mm/s"),
            Map.entry("WTT", "W"),
            Map.entry("KWT", "kW"),
            Map.entry("RPM", "1/min"),
            Map.entry("PAL", "Pa"),
            Map.entry("C62", ""));

    private Units() {}

    /** The symbol, or the code itself where none is known here. */
    public static String symbol(String unitCode) {
        return SYMBOLS.getOrDefault(unitCode, unitCode);
    }

    /** {@code motorCurrent [A]}. */
    public static String labelled(String attribute, String unitCode) {
        String symbol = symbol(unitCode);
        return symbol.isEmpty() ? attribute : attribute + " [" + symbol + "]";
    }
}
