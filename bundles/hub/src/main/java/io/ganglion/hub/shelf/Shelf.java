// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.shelf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of files named by their SHA-256. What is read from it is what was put there, or an error. */
public final class Shelf {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path incoming;
    private final long bytesLimit;

    public Shelf(Path folder, long bytesLimit) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.incoming = Files.createDirectories(folder.resolve("incoming"));
        this.bytesLimit = bytesLimit;
        // What a killed node left half-written.
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path path : left.toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * A file on its way in: a copy of our own, which nobody exchanges between the look and the shelf.
     *
     * @param file the copy
     * @param digest its SHA-256
     */
    public record Incoming(Path file, String digest, long bytes) implements AutoCloseable {
        /** Forgets it where it was not shelved. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /** Copies and digests; durable when this returns, but on no shelf yet. */
    public Incoming receive(InputStream in) throws IOException {
        Path file = Files.createTempFile(incoming, "", ".part");
        boolean done = false;
        MessageDigest digest = Whole.algorithm("SHA-256");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long bytes = 0;
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > bytesLimit) {
                    throw new RefusedBundle(
                            "it has more than " + bytesLimit + " bytes (max_artefact_mb of io.ganglion.hub)");
                }
                digest.update(buffer, 0, read);
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }
            channel.force(true);
            done = true;
            return new Incoming(file, HexFormat.of().formatHex(digest.digest()), bytes);
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Puts it where its digest says. */
    public void shelve(Incoming incoming) throws IOException {
        Whole.move(incoming.file(), path(incoming.digest()));
    }

    /** Whether the file is there; not whether it is what it was. */
    public boolean has(String digest) {
        return Files.exists(path(digest));
    }

    /** Whether the file is there, and what it was. */
    public boolean isWhole(String digest) {
        try {
            return has(digest) && read(digest).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its bytes, verified. */
    public byte[] read(String digest) throws IOException {
        Path file = path(digest);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) Math.min(bytesLimit + 1, Integer.MAX_VALUE - 8));
        } catch (NoSuchFileException e) {
            throw new IOException("the artefact is missing: " + file + ". Put it back from a backup", e);
        }
        if (!Whole.digest(bytes).equals(digest)) {
            throw new IOException("the artefact is not what was registered: " + file
                    + " was changed. Put the file back from a backup, or retire the model");
        }
        return bytes;
    }

    private Path path(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + digest);
        }
        return folder.resolve(digest + ".jar");
    }
}
