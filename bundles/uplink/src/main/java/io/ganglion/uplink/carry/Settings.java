// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import static io.ganglion.uplink.wire.Broker.require;

import io.ganglion.uplink.message.Body;
import io.ganglion.uplink.policy.Policy;
import io.ganglion.uplink.wire.Broker;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One destination, checked.
 *
 * @param name of the destination: the journal keeps its place under it
 * @param node this node's name, the first part of every message's identity
 * @param site the second level of every topic
 * @param timeAttribute what contracts call the time of observation
 * @param batchEntries messages in an envelope, at most
 * @param batchBytes and their bodies together, before they are packed, about
 * @param bytesPerSecond 0 for no limit
 * @param tries how often a message may be refused before it is a dead letter
 * @param deadLetters how many are kept; beyond it, what is refused waits and holds the journal's place
 * @param patience how long a message may go unanswered before the connection is made anew
 * @param warning how long before a certificate ends the status says so
 * @param folder of its own, for the dead letters
 */
public record Settings(
        String name,
        String node,
        String site,
        Broker broker,
        Format format,
        Body.Representation representation,
        String timeAttribute,
        Policy.Terms policy,
        int batchEntries,
        int batchBytes,
        long bytesPerSecond,
        int tries,
        int deadLetters,
        Duration patience,
        Duration reconnectFirst,
        Duration reconnectMost,
        Duration warning,
        Path folder) {

    /** How messages travel. */
    public enum Format {
        /** Each on its topic, as the node itself would publish it. */
        MESSAGES,
        /** Many in one packed envelope, on {@code ganglion/{site}/uplink/{node}}. */
        BATCHES
    }

    public Settings {
        require(!name.isBlank(), "name must not be blank", name);
        require(batchEntries >= 1 && batchEntries <= 10_000, "batch_entries must be 1 to 10000", batchEntries);
        require(batchBytes >= 1 && batchBytes <= 8 << 20, "batch_bytes must be 1 to 8388608", batchBytes);
        require(bytesPerSecond >= 0, "bytes_per_second must not be negative", bytesPerSecond);
        require(tries >= 1, "tries must be at least 1", tries);
        require(deadLetters >= 0, "dead_letters must not be negative", deadLetters);
        require(patience.toMillis() >= 1, "patience_s must be at least 1", patience);
        require(reconnectFirst.toMillis() >= 1, "reconnect_ms must be at least 1", reconnectFirst.toMillis());
        require(
                reconnectMost.compareTo(reconnectFirst) >= 0,
                "reconnect_max_s must not be shorter than reconnect_ms",
                reconnectMost);
    }
}
