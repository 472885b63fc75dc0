// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import io.ganglion.api.feedback.Severity;
import io.ganglion.api.maintenance.TicketDraft;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the tests of this package make tickets of, and systems that they make them in. */
final class Drafts {
    static final Instant AT = Instant.parse("2026-11-23T02:00:00Z");

    private Drafts() {}

    static TicketDraft draft(String key) {
        return new TicketDraft(
                key,
                "pump-7",
                "urn:ngsi-ld:Pump:pump-7",
                Severity.HIGH,
                "Pump 7 \"cavitates\" <b>now</b> {secret}",
                "vibrationX 4.1 of 3.0\nsince 02:00",
                "pump-anomaly@1.2.0",
                Optional.of(URI.create("https://node.example/episodes/" + Filling.encoded(key))),
                AT);
    }

    /** A system at an address, its secret in a file for its owner alone; more settings as pairs. */
    static RestSystem system(Path folder, String template, String url, String secret, String... more)
            throws IOException {
        Path file = secretFile(folder, "secret", secret);
        Map<String, String> keys = new HashMap<>(Map.of("url", url, "secret_file", file.toString(), "timeout_s", "10"));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return new RestSystem(Settings.of(keys, template), Clock.systemUTC());
    }

    static Path secretFile(Path folder, String name, String secret) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, secret);
    }
}
