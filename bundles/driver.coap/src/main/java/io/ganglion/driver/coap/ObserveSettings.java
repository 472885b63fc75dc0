// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.Payload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One observed resource, checked.
 *
 * @param name of the driver instance
 * @param uri {@code coap} or {@code coaps}, with a host and a path
 * @param device its name at this site
 * @param contract that it claims to keep
 * @param mediaType of notifications that name no content format; may be empty
 * @param formats content formats and their media types
 * @param pskIdentity empty for none
 * @param pskKeyFile its first line is the key
 * @param keys certificates; empty for none
 * @param silence how long the device may say nothing; zero: as long as its last value stays fresh
 * @param bodyBytes the largest body, bytes
 * @param reconnectFirst first pause after a loss
 * @param reconnectMost longest pause
 */
record ObserveSettings(
        String name,
        URI uri,
        String device,
        String contract,
        String mediaType,
        Formats formats,
        String pskIdentity,
        Optional<Path> pskKeyFile,
        Optional<KeyFiles> keys,
        Duration silence,
        int bodyBytes,
        Duration reconnectFirst,
        Duration reconnectMost) {

    ObserveSettings {
        requireNonNull(formats, "formats");
        boolean secure = "coaps".equals(uri.getScheme());
        require(secure || "coap".equals(uri.getScheme()), "uri must begin with coap:// or coaps://", uri);
        require(uri.getHost() != null, "uri must name a host", uri);
        require(Payload.isName(device), "device must fit one topic level", device);
        require(Payload.isName(contract), "contract must fit one topic level", contract);
        require(
                pskIdentity.isEmpty() == pskKeyFile.isEmpty(),
                "psk_identity and psk_key_file come together",
                pskIdentity);
        require(
                !secure || pskKeyFile.isPresent() || keys.isPresent(),
                "coaps needs psk_identity and psk_key_file, or dtls_keystore and dtls_password_file",
                uri);
        require(!silence.isNegative(), "silence_s must not be negative", silence.toSeconds());
        require(bodyBytes >= 64 && bodyBytes <= 16 << 20, "max_body_bytes must be 64 to 16777216", bodyBytes);
        require(reconnectFirst.toMillis() >= 1, "reconnect_ms must be at least 1", reconnectFirst.toMillis());
        require(
                reconnectMost.compareTo(reconnectFirst) >= 0,
                "reconnect_max_s must not be shorter than reconnect_ms",
                reconnectMost.toSeconds());
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    static ObserveSettings of(ObserveConfig config) {
        return new ObserveSettings(
                config.name().isBlank() ? "coap-" + config.device() : config.name(),
                URI.create(String.valueOf(config.uri()).strip()),
                String.valueOf(config.device()),
                String.valueOf(config.contract()),
                config.media__type(),
                Formats.with(List.of(config.content__formats())),
                config.psk__identity(),
                Optional.of(config.psk__key__file())
                        .filter(file -> !file.isBlank())
                        .map(Path::of),
                KeyFiles.of(config.dtls__keystore(), config.dtls__password__file()),
                Duration.ofSeconds(config.silence__s()),
                config.max__body__bytes(),
                Duration.ofMillis(config.reconnect__ms()),
                Duration.ofSeconds(config.reconnect__max__s()));
    }

    boolean isSecure() {
        return "coaps".equals(uri.getScheme());
    }
}
