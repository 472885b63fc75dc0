// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.time.Duration;
import java.time.Instant;

/** Refuses what was observed too far ahead of this node's clock, or too long ago. */
final class OutOfTime {
    private OutOfTime() {}

    static void check(CompiledContract compiled, long time, long receivedAt, String path) {
        if (compiled.isTooLate(time, receivedAt)) {
            throw refuse(
                    Reason.TIME_IN_FUTURE,
                    compiled,
                    time,
                    receivedAt,
                    path,
                    compiled.ahead,
                    "ahead of the node's clock");
        }
        if (compiled.isTooOld(time, receivedAt)) {
            throw refuse(Reason.TIME_IN_PAST, compiled, time, receivedAt, path, compiled.age, "old");
        }
    }

    private static Refusal refuse(
            Reason reason, CompiledContract compiled, long time, long receivedAt, String path, long limit, String how) {
        return new Refusal(
                reason,
                path,
                -1,
                compiled.time.name + " must be at most " + Duration.ofNanos(limit) + " " + how + ": "
                        + Instant.ofEpochSecond(0, time) + ", received at " + Instant.ofEpochSecond(0, receivedAt));
    }
}
