// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Files that hold a secret, or a certificate. Read anew for every connection, so that a renewed one is taken up. */
final class SecretFile {
    private static final long LIMIT = 256 * 1024;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private SecretFile() {}

    /** Reads a file that nobody but its owner may touch. */
    static byte[] readSecret(String setting, Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && Files.exists(file)) {
            Set<PosixFilePermission> granted = posix.readAttributes().permissions();
            if (granted.stream().anyMatch(OTHERS::contains)) {
                throw new IOException(setting + " is open to others than its owner; close it with: chmod 600 " + file);
            }
        }
        return read(setting, file);
    }

    static byte[] read(String setting, Path file) throws IOException {
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new IOException(setting + " is not a file that this node may read: " + file);
        }
        if (Files.size(file) > LIMIT) {
            throw new IOException(setting + " is longer than " + LIMIT + " bytes: " + file);
        }
        return Files.readAllBytes(file);
    }
}
