// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import java.util.Map;

/**
 * What a model has to reach before the build packages it: floors of its card, budgets of what it costs an edge node. A
 * recipe without it is packaged whatever it made.
 *
 * @param falseAlarmRate at most, 0 to 1, over healthy held-out rows; none where absent
 * @param detected at least so many devices, for each fault of the recipe by its name
 * @param recall at least, 0 to 1, for each fault of the recipe by its name
 * @param kilobytes of the model's files together, at most; none where absent
 * @param multiplyAdds of one row through the network, at most: what a score costs, whoever's processor it is; none where
 *     absent
 */
record Require(
        Double falseAlarmRate,
        Map<String, Integer> detected,
        Map<String, Double> recall,
        Long kilobytes,
        Long multiplyAdds) {
    Require {
        detected = detected == null ? Map.of() : Map.copyOf(detected);
        recall = recall == null ? Map.of() : Map.copyOf(recall);
    }
}
