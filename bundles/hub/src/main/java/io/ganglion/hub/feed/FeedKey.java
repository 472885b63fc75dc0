// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret part of the feed's URL. A Karaf reads repositories by plain URLs and sends no login with them, so the URL itself
 * is the key: 256 random bits in a file of the owner's. Delete the file, and the next publish makes another one.
 */
public final class FeedKey {

    private static final int BYTES = 32;

    private final Path file;

    public FeedKey(Path file) {
        this.file = file;
    }

    /** The key, made where there is none. */
    public synchronized String value() throws IOException {
        if (!Files.exists(file)) {
            make();
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new IOException(file + " is open to others than its owner: chmod 600 " + file);
            }
        }
        String key = Files.readString(file).strip();
        if (!key.matches("[0-9a-f]{64}")) {
            throw new IOException(file + " is damaged. Delete it; a new one is made, and readers need the new URL");
        }
        return key;
    }

    private void make() throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.createDirectories(file.getParent());
        Path aside = Files.createTempFile(
                file.getParent(),
                ".feed",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(aside, HexFormat.of().formatHex(random).getBytes(US_ASCII));
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // Somebody else was quicker.
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    boolean fits(String given) throws IOException {
        return Files.exists(file) && MessageDigest.isEqual(value().getBytes(US_ASCII), given.getBytes(US_ASCII));
    }
}
