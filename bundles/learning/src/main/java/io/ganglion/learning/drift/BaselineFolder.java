// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices' references, one file a device. A file is whole or absent, never half. Used by one thread. */
final class BaselineFolder {
    private static final Logger LOG = LoggerFactory.getLogger(BaselineFolder.class);
    private static final String SUFFIX = ".reference.json";
    private static final int BYTE_LIMIT = 1 << 20;
    private static final int READABLE = 48;

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;

    BaselineFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes beside, forces to disk, and renames: a power cut leaves the old reference or the new one. */
    void save(Baseline baseline) {
        Path target = file(baseline.contract(), baseline.device());
        Path draft = folder.resolve(target.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(json.writeValueAsBytes(baseline));
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        } catch (IOException e) {
            LOG.warn(
                    "What is normal for {} is not on disk, and is learned anew after a restart: {}",
                    baseline.device(),
                    e.toString());
        }
    }

    void delete(String contract, String device) {
        try {
            Files.deleteIfExists(file(contract, device));
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file(contract, device), e.toString());
        }
    }

    /** All that can be read, at most {@code limit}; a damaged file is set aside, and its device is learned anew. */
    List<Baseline> load(int limit) {
        List<Baseline> all = new ArrayList<>();
        for (Path file : files(limit)) {
            try {
                if (Files.size(file) > BYTE_LIMIT) {
                    throw new IOException("more than " + BYTE_LIMIT + " bytes");
                }
                all.add(json.readValue(Files.readAllBytes(file), Baseline.class));
            } catch (IOException | IllegalArgumentException | NullPointerException e) {
                setAside(file, e);
            }
        }
        return all;
    }

    private List<Path> files(int limit) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .limit(limit)
                    .toList();
        } catch (IOException e) {
            LOG.warn("Drift references in {} cannot be listed, and are learned anew: {}", folder, e.toString());
            return List.of();
        }
    }

    private static void setAside(Path file, Exception trouble) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn(
                "Drift reference {} is damaged ({}); set aside as {}, and its device is learned anew",
                file,
                trouble.toString(),
                aside.getFileName());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be renamed: {}", file, e.toString());
        }
    }

    /** Readable as far as it is safe, and unique by a digest of the names. */
    private Path file(String contract, String device) {
        String safe = device.replaceAll("[^A-Za-z0-9_-]", "_");
        String readable = safe.substring(0, Math.min(READABLE, safe.length()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((contract + "\n" + device).getBytes(UTF_8));
            return folder.resolve(readable + "-" + HexFormat.of().formatHex(digest, 0, 12) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
