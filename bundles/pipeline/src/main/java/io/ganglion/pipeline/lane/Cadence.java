// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.device.Node;

/**
 * Which insights are published.
 *
 * @param node names the topics
 * @param all every insight, not only changes of verdict
 * @param period at the latest after this many nanoseconds while insights come
 */
public record Cadence(Node node, boolean all, long period) {
    public Cadence {
        if (period <= 0) {
            throw new IllegalArgumentException("period must be positive: period=" + period);
        }
    }
}
