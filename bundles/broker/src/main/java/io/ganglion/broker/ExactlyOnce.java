// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The QoS 2 messages that the pipeline was given and their senders have not released yet, by session. A sender that
 * lost its connection sends such a message again; the pipeline must not see it twice. Kept in memory: after a crash of
 * the node the second delivery comes through, as at QoS 1. Thread-safe.
 */
final class ExactlyOnce {

    /** Sessions remembered; beyond it all are forgotten, and their second deliveries come through. */
    private static final int SESSIONS_LIMIT = 10_000;

    private final Map<String, Map<Integer, Receipts.Receipt>> sessions = new ConcurrentHashMap<>();

    /** What the pipeline was given under this packet identifier, or null. */
    Receipts.Receipt given(String clientId, int packetId) {
        return sessions.getOrDefault(clientId, Map.of()).get(packetId);
    }

    void give(String clientId, Receipts.Receipt receipt) {
        if (sessions.size() > SESSIONS_LIMIT) {
            sessions.clear();
        }
        sessions.computeIfAbsent(clientId, id -> new ConcurrentHashMap<>()).put(receipt.packetId, receipt);
    }

    void released(String clientId, int packetId) {
        sessions.computeIfPresent(clientId, (id, given) -> {
            given.remove(packetId);
            return given.isEmpty() ? null : given;
        });
    }

    /** A session that began anew. */
    void forget(String clientId) {
        sessions.remove(clientId);
    }
}
