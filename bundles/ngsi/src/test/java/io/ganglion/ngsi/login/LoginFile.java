// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file of logins for tests: one user a role, named like it. */
public final class LoginFile {

    private LoginFile() {}

    /** A door with logins behind it. */
    public record Made(Map<String, String> passwords, WebDoor door) {}

    public static Made make(List<String> roles) {
        try {
            Path file = Files.createTempDirectory("logins").resolve(WebCredentials.FILE);
            file.toFile().deleteOnExit();
            return new Made(write(file, roles), door(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Passwords by user. */
    public static Map<String, String> write(Path file, List<String> roles) throws IOException {
        StringBuilder lines = new StringBuilder("# made by a test\n");
        Map<String, String> passwords = new HashMap<>();
        for (String role : roles) {
            String password = "a password of " + role;
            passwords.put(role, password);
            lines.append(role)
                    .append(':')
                    .append(role)
                    .append(':')
                    .append(PasswordHash.of(password.toCharArray()))
                    .append('\n');
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, lines);
        return passwords;
    }

    public static WebDoor door(Path file) {
        return new WebDoor(new WebCredentials(file), Clock.systemUTC());
    }
}
