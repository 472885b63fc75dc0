// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the broker is set to, checked.
 *
 * @param host the address to listen on
 * @param port the TCP port, 0 for any free one
 * @param tls the second, encrypted door; empty where there is none
 * @param site the second level of every topic
 * @param folder where journal, sessions and retained messages are kept
 * @param credentials the file of logins
 * @param limits what one client, or all of them, may take
 */
record Settings(String host, int port, Optional<Tls> tls, String site, Path folder, Path credentials, Limits limits) {

    Settings {
        requirePort("port", port);
    }

    /**
     * The encrypted door.
     *
     * @param port the TCP port, 0 for any free one
     * @param keystore PKCS #12, holding the broker's key and, where clients show certificates, those that it trusts
     * @param password a file whose first line opens the keystore
     * @param clientCertificate whether a client must show a certificate that the keystore trusts
     */
    record Tls(int port, Path keystore, Path password, boolean clientCertificate) {
        Tls {
            requirePort("tls_port", port);
        }
    }

    /**
     * Bounds.
     *
     * @param packetBytes the largest MQTT packet, bytes
     * @param connections connections at a time
     * @param subscriptions topic filters of one session
     * @param inflight messages of one connection that wait for their acknowledgement
     * @param queueMessages messages kept for one session that is away or slow; the oldest leave first
     * @param keepAliveSeconds the longest keep-alive that a client may ask for
     * @param sessionSeconds how long the session of an absent client is kept
     * @param diskPercent how full the disk may be before messages that must be stored are refused
     */
    record Limits(
            int packetBytes,
            int connections,
            int subscriptions,
            int inflight,
            int queueMessages,
            int keepAliveSeconds,
            int sessionSeconds,
            int diskPercent) {

        /** Beyond this many seconds Artemis' arithmetic in milliseconds leaves the int. */
        static final int SESSION_SECONDS_LIMIT = 2_000_000;

        static final Limits DEFAULT = new Limits(1 << 20, 1_000, 100, 1_024, 1_000, 3_600, 604_800, 95);

        Limits {
            requireWithin("max_packet_bytes", packetBytes, 1_024, 16 << 20);
            requireWithin("max_connections", connections, 1, 100_000);
            requireWithin("max_subscriptions", subscriptions, 1, 10_000);
            requireWithin("max_inflight", inflight, 1, 65_535);
            requireWithin("max_queue_messages", queueMessages, 1, 1_000_000);
            requireWithin("max_keep_alive_s", keepAliveSeconds, 1, 65_535);
            requireWithin("max_session_s", sessionSeconds, 1, SESSION_SECONDS_LIMIT);
            requireWithin("max_disk_percent", diskPercent, 1, 100);
        }
    }

    private static void requirePort(String name, int port) {
        requireWithin(name, port, 0, 65_535);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + name + "=" + value);
        }
    }
}
