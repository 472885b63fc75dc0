// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file of logins for tests: one user a role, named like it. */
final class LoginFile {

    /** Once for all tests: a hash takes its time. */
    private static final Map<String, PasswordHash> HASHES = new ConcurrentHashMap<>();

    private LoginFile() {}

    static String password(String user) {
        return "a password of " + user;
    }

    static void write(Path file, List<String> roles) throws IOException {
        StringBuilder lines = new StringBuilder("# made by a test\n");
        for (String role : roles) {
            lines.append(line(role, role, password(role)));
        }
        writeLines(file, lines.toString());
    }

    static String line(String user, String role, String password) {
        return user + ":" + role + ":" + HASHES.computeIfAbsent(password, one -> PasswordHash.of(one.toCharArray()))
                + "\n";
    }

    static void writeLines(Path file, String lines) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, lines);
    }
}
