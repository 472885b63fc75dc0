// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file of shared keys, one {@code identity:role:key} a line; '#' begins a comment. Read again when it has changed.
 * Thread-safe.
 */
final class Logins {

    static final String FILE = "coap-credentials";

    /** 128 bits in base 64. */
    private static final int KEY_LEAST = 22;

    private final Path file;
    private Map<String, Object> stamp = Map.of();
    private Map<String, Entry> entries = Map.of();
    private String trouble = "";

    private record Entry(Caller caller, String key) {}

    Logins(Path file) {
        this.file = file;
    }

    /** The key of an identity, as both sides were given it. */
    Optional<byte[]> key(String identity) {
        return entry(identity).map(entry -> entry.key().getBytes(UTF_8));
    }

    /** Empty where the identity is not, or no longer, in the file. */
    Optional<Caller> caller(String identity) {
        return entry(identity).map(Entry::caller);
    }

    /** Why nobody, or not everybody who is listed, gets in; empty where all is well. */
    synchronized String trouble() {
        refresh();
        return trouble;
    }

    synchronized int size() {
        refresh();
        return entries.size();
    }

    private synchronized Optional<Entry> entry(String identity) {
        refresh();
        return Optional.ofNullable(entries.get(identity));
    }

    private void refresh() {
        try {
            if (!Files.exists(file)) {
                forget("");
                return;
            }
            // The time of change, not of modification: it moves with chmod too.
            Map<String, Object> now = Files.readAttributes(file, "unix:ctime,size,ino");
            if (!now.equals(stamp)) {
                read(new String(SecretFile.read(file), UTF_8));
                stamp = now;
            }
        } catch (IOException e) {
            forget(String.valueOf(e.getMessage()));
        }
    }

    private void forget(String why) {
        stamp = Map.of();
        entries = Map.of();
        trouble = why;
    }

    private void read(String text) {
        Map<String, Entry> read = new HashMap<>();
        String bad = "";
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Optional<Entry> entry = parse(line.strip());
            if (entry.isPresent()) {
                read.put(entry.get().caller().name(), entry.get());
            } else {
                bad = file + " line " + number
                        + " is not identity:role:key with a role of device, gateway and a key of " + KEY_LEAST
                        + " characters or more";
            }
        }
        entries = read;
        trouble = bad;
    }

    private static Optional<Entry> parse(String line) {
        String[] parts = line.split(":", 3);
        boolean sound = parts.length == 3
                && Payload.isName(parts[0])
                && (parts[1].equals("device") || parts[1].equals("gateway"))
                && parts[2].length() >= KEY_LEAST;
        return sound
                ? Optional.of(new Entry(new Caller(parts[0], parts[1].equals("gateway")), parts[2]))
                : Optional.empty();
    }
}
