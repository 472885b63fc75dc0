// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.api.feedback.WorkOrders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Photos on the disk, a folder a work order, for the node's own user alone. Whole, or not there. */
final class PhotoShelf {
    private static final int ID_BYTES = 12;

    private final Path folder;

    PhotoShelf(Path folder) {
        this.folder = folder;
    }

    /**
     * A photo that was looked at.
     *
     * @param id by its content
     */
    record Photo(String id, String mediaType, byte[] bytes) {}

    /** @throws IllegalArgumentException where it is too long, or no photo */
    static Photo look(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(WorkOrders.PHOTO_LIMIT + 1);
        if (bytes.length > WorkOrders.PHOTO_LIMIT) {
            throw new IllegalArgumentException("a photo has at most " + (WorkOrders.PHOTO_LIMIT >> 20)
                    + " MB, this one has more. Send it smaller");
        }
        String type = type(bytes)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a photo is a JPEG, PNG or WebP; this is none, by its first bytes. bytes=" + bytes.length));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Photo(HexFormat.of().formatHex(digest, 0, ID_BYTES), type, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** By its content, whatever its sender said. */
    private static Optional<String> type(byte[] bytes) {
        if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        return starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP") ? Optional.of("image/webp") : Optional.empty();
    }

    private static boolean starts(byte[] bytes, int at, String with) {
        byte[] wanted = with.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length
                && ByteBuffer.wrap(bytes, at, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    /** On the disk when this returns; the same again changes nothing. */
    void keep(String uid, Photo photo) throws IOException {
        Path own = Files.createDirectories(folder.resolve(uid));
        Path file = own.resolve(photo.id());
        if (Files.exists(file)) {
            return;
        }
        Path aside = own.resolve(photo.id() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                if (aside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(
                            aside, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
                }
                ByteBuffer buffer = ByteBuffer.wrap(photo.bytes());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    Optional<InputStream> open(String uid, String id) throws IOException {
        // Both come from our own books; a path that leads elsewhere does not.
        Path file = folder.resolve(uid).resolve(id);
        return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
    }
}
