// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import io.ganglion.api.device.Node;
import io.ganglion.uplink.carry.Settings;
import io.ganglion.uplink.carry.Settings.Format;
import io.ganglion.uplink.message.Body;
import io.ganglion.uplink.policy.Deadband;
import io.ganglion.uplink.policy.Policy;
import io.ganglion.uplink.wire.Broker;
import io.ganglion.uplink.wire.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a configuration; what is wrong with it is an {@link IllegalArgumentException} that says so. */
final class Reading {
    /** Answers are small. */
    private static final int PACKET = 64 * 1024;

    /** Envelopes are long; a few under way keep the line busy. */
    private static final int ENVELOPES = 4;

    private Reading() {}

    static Settings settings(UplinkConfig config, Node node) {
        Format format = Policy.word(Format.class, "format", config.format());
        return new Settings(
                config.name(),
                node.name(),
                config.site().isBlank() ? node.site() : config.site().strip(),
                broker(config, node, format),
                format,
                Policy.word(Body.Representation.class, "representation", config.representation()),
                config.time__attribute(),
                policy(config),
                config.batch__entries(),
                config.batch__bytes(),
                config.bytes__per__second(),
                config.tries(),
                config.dead__letters(),
                Duration.ofSeconds(config.patience__s()),
                Duration.ofMillis(config.reconnect__ms()),
                Duration.ofSeconds(config.reconnect__max__s()),
                Duration.ofDays(config.warning__d()),
                node.data().resolve("uplink").resolve(config.name().replaceAll("[^A-Za-z0-9._-]", "_")));
    }

    private static Broker broker(UplinkConfig config, Node node, Format format) {
        int unanswered = config.max__in__flight();
        return new Broker(
                Broker.uri(config.uri()),
                Broker.Version.of(config.version()),
                config.client__id().isBlank()
                        ? "ganglion-" + node.site() + "-" + node.name() + "-uplink-" + config.name()
                        : config.client__id(),
                config.user(),
                path(config.password__file()),
                new TlsFiles(path(config.ca__file()), path(config.certificate__file()), path(config.key__file())),
                Duration.ofSeconds(config.keep__alive__s()),
                Duration.ZERO,
                format == Format.BATCHES ? Math.min(ENVELOPES, unanswered) : unanswered,
                PACKET);
    }

    private static Policy.Terms policy(UplinkConfig config) {
        return new Policy.Terms(
                Policy.word(Policy.Telemetry.class, "telemetry", config.telemetry()),
                Policy.word(Policy.Insights.class, "insights", config.insights()),
                entries(config.contracts()),
                entries(config.devices()),
                Deadband.of(config.deadband__percent(), entries(config.deadbands())),
                Duration.ofSeconds(config.silence__s()),
                Duration.ofSeconds(config.interval__s()));
    }

    /** What a setting lists; a .cfg file gives all entries in one text, parted by commas. */
    private static List<String> entries(String... setting) {
        return Arrays.stream(setting)
                .flatMap(entries -> Arrays.stream(entries.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    static Optional<Path> path(String file) {
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file.strip()));
    }
}
