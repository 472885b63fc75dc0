// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.model.ModelSpec.Transform;

/** From what devices send to what is watched, and back. */
final class Scale {
    /** What a score is measured in: its logarithm, in halves; one unit is 65 % more. */
    static final double SCORE_UNIT = 0.5;
    /** No number overflows, and no sum is poisoned. */
    private static final double LIMIT = 1e4;

    private static final double LEAST_SCORE = 1e-12;

    private Scale() {}

    static double transformed(Transform transform, double value) {
        return transform == Transform.LOG1P ? Math.log1p(Math.max(0, value)) : value;
    }

    static double original(Transform transform, double value) {
        return transform == Transform.LOG1P ? Math.expm1(value) : value;
    }

    /** Logarithm of how many times its threshold a score is. */
    static double score(double score, double threshold) {
        return Math.log(Math.max(LEAST_SCORE, score / threshold));
    }

    static double units(double score) {
        return units(score, 0, SCORE_UNIT);
    }

    static double units(double value, double mean, double deviation) {
        return Math.max(-LIMIT, Math.min(LIMIT, (value - mean) / deviation));
    }
}
