// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.series.Journal;

/**
 * How an uplink is doing. Counts are since the uplink started, but for those of the backlogs and {@code deadLetters}.
 *
 * @param destination where it sends to, for example {@code ssl://plant.example:8883}
 * @param connection where the connection stands
 * @param observations what waits of telemetry; {@code lost} counts since the destination was configured first
 * @param insights likewise of insights
 * @param inFlight messages sent and not answered yet
 * @param sent messages that the destination acknowledged
 * @param resent messages sent more than once, because the connection ended before the answer came
 * @param leftOut entries that the policy found not worth sending
 * @param deadLetters messages kept aside now, because the destination refuses them
 * @param bytes topics and bodies sent, as they went over the wire
 * @param bytesPerSecond the same, over the last ten seconds
 */
public record UplinkStatus(
        String destination,
        DriverStatus connection,
        Journal.Backlog observations,
        Journal.Backlog insights,
        int inFlight,
        long sent,
        long resent,
        long leftOut,
        long deadLetters,
        long bytes,
        long bytesPerSecond) {
    public UplinkStatus {
        requireNonNull(destination, "destination");
        requireNonNull(connection, "connection");
        requireNonNull(observations, "observations");
        requireNonNull(insights, "insights");
    }
}
