// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is the old one or the new one, whenever the power goes. */
final class WholeFile {
    private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);

    private final Path file;
    private final Consumer<String> step;

    /** @param step told before each step on the disk, so that tests can cut the power there */
    WholeFile(Path file, Consumer<String> step) {
        this.file = file;
        this.step = step;
    }

    Path path() {
        return file;
    }

    /** Where a write was under way. */
    Path draft() {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    void write(byte[] bytes) throws IOException {
        step.accept("folder");
        Files.createDirectories(file.getParent());
        step.accept("draft");
        try (FileChannel out = FileChannel.open(
                draft(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer half = ByteBuffer.wrap(bytes, 0, bytes.length / 2);
            writeAll(out, half);
            step.accept("half a draft");
            writeAll(out, ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
            step.accept("whole draft");
            out.force(true);
        }
        step.accept("move");
        Files.move(draft(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        step.accept("moved");
        forceFolder(file.getParent());
    }

    static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** The new file is in place already; some file systems cannot force a folder, and that does not undo it. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be forced: {}", folder, e.toString());
        }
    }

    /** Out of the way, for somebody to look at. */
    static void setAside(Path file, Exception trouble, String consequence) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn("{} is damaged ({}); set aside as {}: {}", file, trouble.toString(), aside.getFileName(), consequence);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be renamed: {}", file, e.toString());
        }
    }
}
