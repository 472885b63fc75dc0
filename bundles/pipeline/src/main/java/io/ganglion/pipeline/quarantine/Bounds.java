// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import java.time.Duration;

/**
 * How much the quarantine keeps; beyond it the oldest payloads go.
 *
 * @param bytes of all kept payloads with their reasons; the file is a little larger
 * @param age time that the node has run since
 */
public record Bounds(long bytes, Duration age) {
    public Bounds {
        if (bytes < 1 << 20) {
            throw new IllegalArgumentException("quarantine_bytes must be at least 1048576: quarantine_bytes=" + bytes);
        }
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("quarantine_days must be at least 1: " + age);
        }
    }
}
