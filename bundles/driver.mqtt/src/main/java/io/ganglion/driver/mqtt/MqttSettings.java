// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One broker connection, checked.
 *
 * @param name of the driver instance
 * @param uri {@code tcp}, {@code mqtt}, {@code ssl} or {@code mqtts}, with a host
 * @param pattern finds contract and device in a topic
 * @param filters what is subscribed to, at least one
 * @param qos 0 or 1
 * @param clientId the broker keeps the session under it
 * @param cleanSession whether the broker forgets the session when the connection ends
 * @param user empty for none
 * @param passwordFile empty for none
 * @param tls trust and identity, for {@code ssl}
 * @param keepAlive how long a silent connection is trusted
 * @param maxInFlight unacknowledged messages held at most
 * @param maxPacketBytes longer packets are cut
 * @param reconnectFirst pause before the first reconnect
 * @param reconnectMost longest pause
 * @param statusTopic where this node's status goes, retained; empty for nowhere
 */
record MqttSettings(
        String name,
        URI uri,
        TopicPattern pattern,
        List<String> filters,
        int qos,
        String clientId,
        boolean cleanSession,
        String user,
        Optional<Path> passwordFile,
        TlsMaterial tls,
        Duration keepAlive,
        int maxInFlight,
        int maxPacketBytes,
        Duration reconnectFirst,
        Duration reconnectMost,
        Optional<String> statusTopic) {
    private static final Set<String> PLAIN = Set.of("tcp", "mqtt");
    private static final Set<String> SECURE = Set.of("ssl", "mqtts");

    /** A topic name takes up to 64 KiB of a packet, and the packet must hold it whole. */
    private static final int SMALLEST_PACKET_LIMIT = 128 * 1024;

    MqttSettings {
        requireNonNull(pattern, "topic_pattern");
        filters = List.copyOf(filters);
        require(!name.isBlank(), "name must not be blank", name);
        String scheme = String.valueOf(uri.getScheme());
        require(PLAIN.contains(scheme) || SECURE.contains(scheme), "uri must begin with tcp:// or ssl://", uri);
        require(uri.getHost() != null, "uri must name a host", uri);
        require(uri.getUserInfo() == null, "uri must not hold a login; set user and password_file", uri.getHost());
        require(!filters.isEmpty(), "topics must name a filter", filters);
        require(qos == 0 || qos == 1, "qos must be 0 or 1", qos);
        require(maxInFlight >= 1 && maxInFlight <= 65_535, "max_in_flight must be 1 to 65535", maxInFlight);
        require(maxPacketBytes >= SMALLEST_PACKET_LIMIT, "max_packet_bytes must be at least 131072", maxPacketBytes);
        require(
                keepAlive.toSeconds() >= 1 && keepAlive.toSeconds() <= 65_535,
                "keep_alive_s must be 1 to 65535",
                keepAlive);
        require(reconnectFirst.toMillis() >= 1, "reconnect_ms must be at least 1", reconnectFirst.toMillis());
        require(
                reconnectMost.compareTo(reconnectFirst) >= 0,
                "reconnect_max_s must not be shorter than reconnect_ms",
                reconnectMost);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    static MqttSettings of(MqttConfig config, Node node) {
        TopicPattern pattern = new TopicPattern(config.topic__pattern(), config.contract());
        return new MqttSettings(
                config.name(),
                uri(config.uri()),
                pattern,
                filters(config.topics(), pattern.filter()),
                config.qos(),
                config.client__id().isBlank()
                        ? "ganglion-" + node.site() + "-" + node.name() + "-" + config.name()
                        : config.client__id(),
                config.clean__session(),
                config.user(),
                path(config.password__file()),
                new TlsMaterial(
                        path(config.ca__file()),
                        path(config.certificate__file()),
                        path(config.key__file()),
                        path(config.pkcs12__file()),
                        path(config.pkcs12__password__file())),
                Duration.ofSeconds(config.keep__alive__s()),
                config.max__in__flight(),
                config.max__packet__bytes(),
                Duration.ofMillis(config.reconnect__ms()),
                Duration.ofSeconds(config.reconnect__max__s()),
                config.status() ? Optional.of(node.topic("status", node.name())) : Optional.empty());
    }

    private static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("uri is none: " + text, e);
        }
    }

    private static Optional<Path> path(String file) {
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file.strip()));
    }

    boolean isSecure() {
        return SECURE.contains(uri.getScheme());
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 8883 : 1883;
    }

    /** What Paho is told: TLS happens below it, in {@link BrokerSocket}. */
    String pahoUri() {
        return "tcp://" + uri.getHost() + ":" + port();
    }

    /** Those listed, parted by commas where a .cfg file gives them in one text; else {@code usual}. */
    private static List<String> filters(String[] topics, String usual) {
        List<String> listed = Arrays.stream(topics)
                .flatMap(entries -> Arrays.stream(entries.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return listed.isEmpty() ? List.of(usual) : listed;
    }
}
