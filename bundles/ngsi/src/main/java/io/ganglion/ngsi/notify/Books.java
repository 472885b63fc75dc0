// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * What the standard has a subscription tell of its deliveries, and what was left out.
 *
 * @param sent notifications that arrived
 * @param failed attempts that did not
 * @param leftOut entities that were not told, for want of room or after the last attempt
 */
record Books(
        long sent,
        long failed,
        long leftOut,
        Optional<Instant> notified,
        Optional<Instant> succeeded,
        Optional<Instant> lost,
        String trouble) {

    static final Books NONE = new Books(0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), "");

    Books withBegun(Instant now) {
        return new Books(sent, failed, leftOut, Optional.of(now), succeeded, lost, trouble);
    }

    Books withSent(Instant now) {
        return new Books(sent + 1, failed, leftOut, notified, Optional.of(now), lost, "");
    }

    Books withFailed(Instant now, String why) {
        return new Books(sent, failed + 1, leftOut, notified, succeeded, Optional.of(now), why);
    }

    Books withLeftOut(int more) {
        return new Books(sent, failed, leftOut + more, notified, succeeded, lost, trouble);
    }

    void write(ObjectNode notification) {
        notification.put("status", trouble.isEmpty() ? "ok" : "failed");
        notification.put("timesSent", sent).put("timesFailed", failed);
        notified.ifPresent(time -> notification.put("lastNotification", Times.text(time)));
        succeeded.ifPresent(time -> notification.put("lastSuccess", Times.text(time)));
        lost.ifPresent(time -> notification.put("lastFailure", Times.text(time)));
        if (leftOut > 0) {
            notification.put("timesLeftOut", leftOut);
        }
        if (!trouble.isEmpty()) {
            notification.put("lastError", trouble);
        }
    }

    /** As {@link #write} left them. */
    static Books of(JsonNode kept) {
        return new Books(
                kept.path("timesSent").asLong(),
                kept.path("timesFailed").asLong(),
                kept.path("timesLeftOut").asLong(),
                time(kept, "lastNotification"),
                time(kept, "lastSuccess"),
                time(kept, "lastFailure"),
                kept.path("lastError").asText());
    }

    private static Optional<Instant> time(JsonNode kept, String name) {
        return kept.has(name) ? Optional.of(Instant.parse(kept.path(name).asText())) : Optional.empty();
    }
}
