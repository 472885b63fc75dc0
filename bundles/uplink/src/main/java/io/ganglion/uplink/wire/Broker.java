// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A broker and how to get in, checked.
 *
 * @param uri {@code tcp}, {@code mqtt}, {@code ssl} or {@code mqtts}, with a host
 * @param clientId what the broker knows this connection by
 * @param user empty for none
 * @param passwordFile empty for none
 * @param keepAlive how long a silent connection is trusted
 * @param session how long the broker keeps messages for us while we are away; zero for not at all
 * @param unanswered messages in flight at most, in either direction
 * @param packetBytes the longest packet that we take
 */
public record Broker(
        URI uri,
        Version version,
        String clientId,
        String user,
        Optional<Path> passwordFile,
        TlsFiles tls,
        Duration keepAlive,
        Duration session,
        int unanswered,
        int packetBytes) {

    /** Of the protocol. */
    public enum Version {
        /** 5, and where the broker does not know it 3.1.1. */
        AUTO,
        V5,
        V3;

        public static Version of(String text) {
            return switch (text.strip()) {
                case "auto" -> AUTO;
                case "5" -> V5;
                case "3.1.1" -> V3;
                default -> throw new IllegalArgumentException("version must be auto, 5 or 3.1.1: " + text);
            };
        }
    }

    private static final Set<String> PLAIN = Set.of("tcp", "mqtt");
    private static final Set<String> SECURE = Set.of("ssl", "mqtts");

    public Broker {
        String scheme = String.valueOf(uri.getScheme());
        require(PLAIN.contains(scheme) || SECURE.contains(scheme), "uri must begin with tcp:// or ssl://", uri);
        require(uri.getHost() != null, "uri must name a host", uri);
        require(uri.getUserInfo() == null, "uri must not hold a login; set user and password_file", uri.getHost());
        require(unanswered >= 1 && unanswered <= 65_535, "max_in_flight must be 1 to 65535", unanswered);
        long seconds = keepAlive.toSeconds();
        require(seconds >= 1 && seconds <= 65_535, "keep_alive_s must be 1 to 65535", keepAlive);
    }

    /** For settings records: the message carries the value. */
    public static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    public static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("uri is none: " + text, e);
        }
    }

    public boolean isSecure() {
        return SECURE.contains(uri.getScheme());
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 8883 : 1883;
    }

    /** What Paho is told: TLS happens below it, in {@link BrokerSocket}. */
    String pahoUri() {
        return "tcp://" + uri.getHost() + ":" + port();
    }

    String who() {
        return (user.isEmpty() ? "no user" : "user " + user) + " at " + uri;
    }

    Optional<byte[]> password() throws IOException {
        if (passwordFile.isEmpty()) {
            return Optional.empty();
        }
        byte[] secret = SecretFile.readSecret("password_file", passwordFile.get());
        return Optional.of(new String(secret, UTF_8).strip().getBytes(UTF_8));
    }

    /** A line of the version asked for. */
    public Line line(Version spoken, Line.Ears ears) {
        return spoken == Version.V3 ? new Mqtt3Line(this, ears) : new Mqtt5Line(this, ears);
    }
}
