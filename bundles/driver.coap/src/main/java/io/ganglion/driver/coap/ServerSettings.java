// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.Node;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the server is set to, checked.
 *
 * @param plain where the unencrypted door is; empty for none
 * @param secure where the encrypted door is; empty for none
 * @param keys the node's certificate and whom it trusts; empty where the encrypted door knows shared keys only
 * @param gateways common names of certificates that may post for many devices
 * @param credentials the file of shared keys
 * @param site the second segment of every path
 * @param formats content formats and their media types
 * @param limits what one peer, or all of them, may take
 */
record ServerSettings(
        Optional<InetSocketAddress> plain,
        Optional<InetSocketAddress> secure,
        Optional<KeyFiles> keys,
        Set<String> gateways,
        Path credentials,
        String site,
        Formats formats,
        Limits limits) {

    ServerSettings {
        requireNonNull(plain, "plain");
        requireNonNull(secure, "secure");
        gateways = Set.copyOf(gateways);
    }

    /**
     * Bounds.
     *
     * @param bodyBytes the largest body, bytes; every block-wise upload takes this much memory at once
     * @param peers heard by one door within the lifetime of an exchange
     * @param waiting posts whose answer is due
     * @param waitingOfPeer likewise, of one peer
     * @param retryAfter what a refused peer is told
     * @param patience how long the node may take for an answer
     */
    record Limits(int bodyBytes, int peers, int waiting, int waitingOfPeer, Duration retryAfter, Duration patience) {

        static final Limits DEFAULT = new Limits(65_536, 512, 1_000, 64, Duration.ofSeconds(2), Duration.ofSeconds(60));

        Limits {
            requireWithin("max_body_bytes", bodyBytes, 64, 16 << 20);
            requireWithin("max_peers", peers, 1, 100_000);
            requireWithin("max_waiting", waiting, 1, 100_000);
            requireWithin("max_waiting_of_peer", waitingOfPeer, 1, 100_000);
            requireWithin("retry_after_s", retryAfter.toSeconds(), 1, 86_400);
            // Beyond this the peer has forgotten the exchange (RFC 7252, 4.8.2).
            requireWithin("patience_s", patience.toSeconds(), 1, 240);
        }
    }

    static ServerSettings of(ServerConfig config, Node node, Optional<String> secretsProperty) {
        Path secrets = Optional.of(config.secrets())
                .filter(folder -> !folder.isBlank())
                .or(() -> secretsProperty.filter(folder -> !folder.isBlank()))
                .map(Path::of)
                .orElse(node.data().resolve("secrets"));
        return new ServerSettings(
                address("port", config.host(), config.port()),
                address("dtls_port", config.dtls__host(), config.dtls__port()),
                KeyFiles.of(config.dtls__keystore(), config.dtls__password__file()),
                Set.copyOf(List.of(config.gateways())),
                secrets.resolve(Logins.FILE),
                node.site(),
                Formats.with(List.of(config.content__formats())),
                new Limits(
                        config.max__body__bytes(),
                        config.max__peers(),
                        config.max__waiting(),
                        config.max__waiting__of__peer(),
                        Duration.ofSeconds(config.retry__after__s()),
                        Duration.ofSeconds(config.patience__s())));
    }

    private static Optional<InetSocketAddress> address(String setting, String host, int port) {
        if (port < 0) {
            return Optional.empty();
        }
        requireWithin(setting, port, 0, 65_535);
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + host);
        }
        return Optional.of(address);
    }

    private static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + name + "=" + value);
        }
    }
}
