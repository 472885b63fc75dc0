// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.commissioning;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of commissioning records, one file a device and model. A file is whole or absent, never half. */
final class RecordFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFolder.class);
    private static final String SUFFIX = ".rows.gz";
    private static final int READABLE = 48;

    private final Path folder;

    RecordFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes beside, forces to disk, and renames: a power cut leaves the old record or the new one. */
    void save(Record record) throws IOException {
        Files.createDirectories(folder);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        record.write(bytes);
        Path target = folder.resolve(fileName(record));
        Path draft = folder.resolve(target.getFileName() + ".tmp");
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** All records that can be read; a damaged file is set aside, and its device is commissioned anew. */
    List<Record> load() {
        List<Record> records = new ArrayList<>();
        for (Path file : files()) {
            try (InputStream in = Files.newInputStream(file)) {
                records.add(Record.read(in));
            } catch (IOException | IllegalArgumentException e) {
                setAside(file, e);
            }
        }
        return records;
    }

    /** Deletes the records of a device, whatever the model. */
    void delete(Predicate<Record> which) {
        for (Path file : files()) {
            try {
                Record record;
                try (InputStream in = Files.newInputStream(file)) {
                    record = Record.read(in);
                }
                if (which.test(record)) {
                    Files.delete(file);
                }
            } catch (IOException | IllegalArgumentException e) {
                setAside(file, e);
            }
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn(
                    "Commissioning records in {} cannot be listed, so devices are commissioned anew: {}",
                    folder,
                    e.toString());
            return List.of();
        }
    }

    private static void setAside(Path file, Exception trouble) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn(
                "Commissioning record {} is damaged ({}); set aside as {}, and its device is commissioned anew",
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
    static String fileName(Record record) {
        String safe = record.device().replaceAll("[^A-Za-z0-9_-]", "_");
        String readable = safe.substring(0, Math.min(READABLE, safe.length()));
        return readable + "-" + digest(record.model() + "\n" + record.contract() + "\n" + record.device()) + SUFFIX;
    }

    private static String digest(String names) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
