// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.time.Duration;

/**
 * How this node reads payloads.
 *
 * @param maxDepth the most objects and arrays of a payload that may be open at once, 2 to {@value #DEPTH_LIMIT}
 * @param linger how long a contract is served on when its bundle stops, so that an update leaves no gap
 */
record Settings(int maxDepth, Duration linger) {
    static final int DEPTH_LIMIT = 1_000;
    static final Settings DEFAULT = new Settings(32, Duration.ofSeconds(2));

    Settings {
        if (maxDepth < 2 || maxDepth > DEPTH_LIMIT) {
            throw new IllegalArgumentException("max_depth must be 2 to " + DEPTH_LIMIT + ": max_depth=" + maxDepth);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger_ms must not be negative: linger_ms=" + linger.toMillis());
        }
    }
}
