// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;

/** Files that hold a secret: nobody but their owner may touch them. */
final class SecretFile {

    private static final long BYTES_LIMIT = 1 << 20;

    private SecretFile() {}

    /** @throws IOException also where the file is open to others, or too large; says so */
    static byte[] read(Path file) throws IOException {
        requireClosed(file);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException("not a file that this node may read: " + file);
        }
        if (Files.size(file) > BYTES_LIMIT) {
            throw new IOException(file + " is longer than " + BYTES_LIMIT + " bytes");
        }
        return Files.readAllBytes(file);
    }

    static String firstLine(Path file) throws IOException {
        return new String(read(file), UTF_8).lines().findFirst().orElse("").strip();
    }

    private static void requireClosed(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix == null || !Files.exists(file)) {
            return;
        }
        boolean open = posix.readAttributes().permissions().stream()
                .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
        if (open) {
            throw new IOException(file + " is open to others than its owner: chmod 600 " + file);
        }
    }
}
