// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file a subscription, for its owner alone: it may hold the endpoint's password. A file is there whole or not at all,
 * and survives a power failure once {@link #write} returns. Thread-safe.
 */
record SubscriptionFiles(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.ngsi");
    private static final String SUFFIX = ".json";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static SubscriptionFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new SubscriptionFiles(folder);
    }

    List<ObjectNode> readAll() throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                try {
                    all.add(BoundedJson.readObject(Files.readAllBytes(file)));
                } catch (Problem e) {
                    LOG.error("subscription not read, it stays as it is: {}: {}", file, e.getMessage());
                }
            }
        }
        return all;
    }

    synchronized void write(String id, ObjectNode content) throws IOException {
        Path file = file(id);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(BoundedJson.write(content)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force();
    }

    synchronized void delete(String id) throws IOException {
        Files.deleteIfExists(file(id));
        force();
    }

    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private Path file(String id) {
        return folder.resolve(UUID.nameUUIDFromBytes(id.getBytes(UTF_8)) + SUFFIX);
    }
}
