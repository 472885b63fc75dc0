// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.learning.Drift.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals, a JSON line each, on the disk before the next one. Two files: a full one becomes the old one. Written by
 * one thread; read by any.
 */
final class SignalLog {
    private static final Logger LOG = LoggerFactory.getLogger(SignalLog.class);
    private static final int REMEMBERED = 1_000;

    private final Path file;
    private final Path older;
    private final long limit;
    private final Deque<Signal> newest = new ArrayDeque<>();
    private boolean silenced;

    /** @param limit bytes of a file before the next one begins */
    SignalLog(Path folder, long limit) {
        this.file = folder.resolve("signals.jsonl");
        this.older = folder.resolve("signals.1.jsonl");
        this.limit = limit;
        load(older);
        load(file);
    }

    private void load(Path from) {
        if (!Files.exists(from)) {
            return;
        }
        int damaged = 0;
        try {
            byte[] bytes = Files.readAllBytes(from);
            for (String line : new String(bytes, UTF_8).split("\n")) {
                try {
                    remember(SignalJson.parse(line));
                } catch (IOException e) {
                    damaged++;
                }
            }
            if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
                cut(from, new String(bytes, UTF_8).lastIndexOf('\n') + 1, bytes);
            }
        } catch (IOException e) {
            LOG.warn("Drift signals in {} cannot be read: {}", from, e.toString());
        }
        if (damaged > 0) {
            LOG.warn("{} lines of {} are no drift signals and are left out", damaged, from);
        }
    }

    /** The last line is half: the node lost power in the middle of it. */
    private static void cut(Path from, int characters, byte[] bytes) throws IOException {
        int end = new String(bytes, UTF_8).substring(0, characters).getBytes(UTF_8).length;
        try (FileChannel channel = FileChannel.open(from, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private synchronized void remember(Signal signal) {
        newest.addFirst(signal);
        if (newest.size() > REMEMBERED) {
            newest.removeLast();
        }
    }

    /** Keeps a signal; where the disk refuses, for this run only. */
    void add(Signal signal) {
        remember(signal);
        try {
            append(SignalJson.line(signal));
            silenced = false;
        } catch (IOException e) {
            if (!silenced) {
                LOG.warn("Drift signals cannot be written to {}, and end with this run: {}", file, e.toString());
            }
            silenced = true;
        }
    }

    private void append(byte[] line) throws IOException {
        Files.createDirectories(file.getParent());
        if (Files.exists(file) && Files.size(file) + line.length > limit) {
            Files.move(file, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    synchronized List<Signal> newest(int most) {
        return new ArrayList<>(newest).subList(0, Math.max(0, Math.min(most, newest.size())));
    }
}
