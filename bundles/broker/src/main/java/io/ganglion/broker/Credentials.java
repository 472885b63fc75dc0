// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file of logins, one {@code user:role:password} a line; '#' begins a comment. Read again when it has changed.
 * Thread-safe.
 */
final class Credentials {

    static final String FILE = "mqtt-credentials";

    private static final long BYTES_LIMIT = 1 << 20;
    /** 128 bits in base 64. */
    private static final int PASSWORD_LEAST = 22;

    private final Path file;
    private Stamp stamp;
    private Map<String, Entry> entries = Map.of();
    private String trouble = "";
    private boolean exposed;

    Credentials(Path file) {
        this.file = file;
    }

    private record Stamp(long modified, long bytes, Object key) {}

    private record Entry(Login login, byte[] digest) {}

    /** The login, where the password is right. Takes the same time for a wrong password as for an unknown user. */
    synchronized Optional<Login> verify(String user, byte[] password) {
        refresh();
        Entry entry = entries.get(user);
        byte[] expected = entry == null ? new byte[32] : entry.digest();
        boolean right = MessageDigest.isEqual(expected, digest(password));
        return right && entry != null ? Optional.of(entry.login()) : Optional.empty();
    }

    /** Why nobody, or not everybody who is listed, can log in; empty where all is well. */
    synchronized String trouble() {
        refresh();
        return trouble;
    }

    /** Whether the file is open to others than its owner: then nobody may log in. */
    synchronized boolean isExposed() {
        refresh();
        return exposed;
    }

    private void refresh() {
        exposed = false;
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            PosixFileAttributes attributes = view.readAttributes();
            Stamp seen = new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
            String open = openTo(attributes);
            if (!open.isEmpty()) {
                exposed = true;
                refuse(file + " can be read by " + open + ": chmod 600 " + file);
            } else if (!seen.equals(stamp)) {
                read(seen);
            }
        } catch (NoSuchFileException e) {
            refuse("no logins yet, file " + file + " is absent: ganglion credential mqtt NAME");
        } catch (IOException e) {
            refuse("cannot read " + file + ": " + e.getMessage());
        }
    }

    private void refuse(String why) {
        stamp = null;
        entries = Map.of();
        trouble = why;
    }

    private static String openTo(PosixFileAttributes attributes) {
        for (PosixFilePermission permission : attributes.permissions()) {
            if (!permission.name().startsWith("OWNER_")) {
                return permission.name().startsWith("GROUP_") ? "its group" : "others";
            }
        }
        return "";
    }

    private void read(Stamp seen) throws IOException {
        if (seen.bytes() > BYTES_LIMIT) {
            refuse(file + " is too large: bytes=" + seen.bytes() + " limit=" + BYTES_LIMIT);
            return;
        }
        Map<String, Entry> read = new HashMap<>();
        String bad = "";
        int number = 0;
        for (String line : new String(Files.readAllBytes(file), UTF_8).split("\\R")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Optional<Entry> entry = parse(line.strip());
            if (entry.isPresent()) {
                read.put(entry.get().login().user(), entry.get());
            } else {
                bad = file + " line " + number
                        + " is not user:role:password with a role of device, reader, gateway, node"
                        + " and a password of " + PASSWORD_LEAST + " characters or more";
            }
        }
        entries = read;
        trouble = bad;
        stamp = seen;
    }

    private static Optional<Entry> parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3 || !isUser(parts[0]) || parts[2].length() < PASSWORD_LEAST) {
            return Optional.empty();
        }
        return Login.Role.of(parts[1])
                .map(role -> new Entry(new Login(parts[0], role), digest(parts[2].getBytes(UTF_8))));
    }

    /** '|' parts user and client identifier inside the broker. */
    static boolean isUser(String user) {
        return Payload.isName(user) && user.indexOf('|') < 0 && user.indexOf('\\') < 0;
    }

    private static byte[] digest(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
