// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last line of a benchmark.
 *
 * @param unit of every figure, for example {@code documents per CPU-second}
 * @param ours our figure
 * @param others one field a baseline, and further rows of ours, by name
 * @param holds whether the aim holds; the exit code
 */
public record Figures(String unit, double ours, Map<String, Double> others, boolean holds) {
    public Figures {
        others = new LinkedHashMap<>(others);
    }
}
