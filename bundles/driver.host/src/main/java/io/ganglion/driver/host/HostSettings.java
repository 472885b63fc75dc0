// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import java.time.Duration;

/**
 * How this machine is read.
 *
 * @param enabled whether it is read at all
 * @param device its name at this site
 * @param period between two rows, at least 100 ms
 */
record HostSettings(boolean enabled, String device, Duration period) {
    HostSettings {
        if (!Payload.isName(device) || device.indexOf('"') >= 0 || device.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("device must fit one topic level and need no escape: device=" + device);
        }
        // Reading costs some milliseconds; more often than this and the node would mostly watch itself.
        if (period.toMillis() < 100) {
            throw new IllegalArgumentException("period_ms must be at least 100: " + period.toMillis());
        }
    }

    static HostSettings of(HostConfig config, Node node) {
        String device = config.device().isBlank() ? node.name() : config.device();
        return new HostSettings(config.enabled(), device, Duration.ofMillis(config.period__ms()));
    }
}
