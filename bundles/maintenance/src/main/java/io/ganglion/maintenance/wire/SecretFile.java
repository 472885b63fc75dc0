// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;

/** A file that holds a secret for its owner alone. Read anew for every use, so that a renewed one is taken up. */
public record SecretFile(String setting, Path file) {
    private static final long LIMIT = 64 * 1024;

    /** Its text without the white space around it. */
    public String read() throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException(setting + " is not a file that this node may read: " + file);
        }
        if (posix != null
                && posix.readAttributes().permissions().stream()
                        .anyMatch(one -> !one.name().startsWith("OWNER_"))) {
            throw new IOException(setting + " is open to others than its owner; close it with: chmod 600 " + file);
        }
        if (Files.size(file) > LIMIT) {
            throw new IOException(setting + " is longer than " + LIMIT + " bytes: " + file);
        }
        String text = Files.readString(file, UTF_8).strip();
        if (text.isEmpty()) {
            throw new IOException(setting + " is empty: " + file);
        }
        return text;
    }
}
