// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The file of web logins, one {@code user:role:rounds$salt$hash} a line; '#' begins a comment. It belongs to its owner
 * alone, else nobody may log in. Read again when it has changed. Thread-safe.
 */
final class WebCredentials {

    /** Its name in the folder of secrets. */
    static final String FILE = "web-credentials";

    private static final long BYTES_LIMIT = 1 << 20;

    private final Path file;
    private final AtomicReference<Listing> listing = new AtomicReference<>(Listing.EMPTY);

    /** @param file need not exist yet */
    WebCredentials(Path file) {
        this.file = file;
    }

    /** One user's line. */
    record Entry(WebLogin login, PasswordHash hash) {}

    /**
     * What the file said.
     *
     * @param stamp changes whenever the file does
     * @param trouble why nobody, or not everybody who is listed, can log in
     */
    record Listing(Object stamp, Map<String, Entry> entries, String trouble) {
        static final Listing EMPTY = new Listing("", Map.of(), "");
    }

    private record Stamp(long modified, long bytes, Object key) {}

    Listing listing() {
        Listing before = listing.get();
        Listing now = read(before);
        listing.compareAndSet(before, now);
        return now;
    }

    private Listing read(Listing before) {
        try {
            PosixFileAttributes attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class)
                    .readAttributes();
            Stamp stamp = new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
            if (attributes.permissions().stream().anyMatch(one -> !one.name().startsWith("OWNER_"))) {
                return new Listing("open", Map.of(), file + " is open to others than its owner: chmod 600 " + file);
            }
            return stamp.equals(before.stamp()) ? before : parse(stamp);
        } catch (NoSuchFileException e) {
            return new Listing("absent", Map.of(), "no web logins yet: ganglion credential web");
        } catch (IOException e) {
            return new Listing("unreadable", Map.of(), "cannot read " + file + ": " + e.getMessage());
        }
    }

    private Listing parse(Stamp stamp) throws IOException {
        if (stamp.bytes() > BYTES_LIMIT) {
            return new Listing(
                    stamp, Map.of(), file + " is too large: bytes=" + stamp.bytes() + " limit=" + BYTES_LIMIT);
        }
        Map<String, Entry> entries = new HashMap<>();
        String bad = "";
        int number = 0;
        for (String line : new String(Files.readAllBytes(file), UTF_8).split("\\R")) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                Optional<Entry> entry = entry(line.strip());
                if (entry.isPresent()) {
                    entries.put(entry.get().login().user(), entry.get());
                } else {
                    bad = file + " line " + number
                            + " is not user:role:hash with a role of viewer, technician, operator,"
                            + " model-owner, coe-admin; make it by: ganglion credential web NAME --role ROLE";
                }
            }
        }
        return new Listing(stamp, Map.copyOf(entries), bad);
    }

    private static Optional<Entry> entry(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3 || !Payload.isName(parts[0])) {
            return Optional.empty();
        }
        try {
            PasswordHash hash = PasswordHash.parse(parts[2]);
            return Role.of(parts[1]).map(role -> new Entry(new WebLogin(parts[0], role), hash));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
