// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the broker counts. Thread-safe. */
final class Meters {
    /** Telemetry handed to the intake. */
    final LongAdder taken = new LongAdder();
    /** Times that a connection was made to wait for room in the intake. */
    final LongAdder pushedBack = new LongAdder();
    /** Packets above the size limit; their connections were closed. */
    final LongAdder oversized = new LongAdder();
    /** Packets that are no MQTT; their connections were closed. */
    final LongAdder malformed = new LongAdder();
    /** Publishes and subscriptions that a role did not allow. */
    final LongAdder refused = new LongAdder();
    /** Logins that failed. */
    final LongAdder failedLogins = new LongAdder();
    /** Connections above the limit. */
    final LongAdder turnedAway = new LongAdder();
    /** Bytes that wait for live subscribers now; a body that waits for two counts twice. */
    final AtomicLong waiting = new AtomicLong();
}
