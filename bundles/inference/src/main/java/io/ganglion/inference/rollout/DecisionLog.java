// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decisions, one a line, only ever added to. Two files of at most so many lines each, so it is bounded; all of it is in
 * memory too. Written by one thread; {@link #entries()} may be asked by any.
 */
final class DecisionLog {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    private final Path file;
    private final Path older;
    private final int lines;
    private final Consumer<String> step;
    private int current;
    private volatile List<Entry> entries = List.of();

    /** @param lines that a file takes before the next one begins */
    DecisionLog(Path folder, int lines, Consumer<String> step) {
        this.file = folder.resolve("decisions.jsonl");
        this.older = folder.resolve("decisions.1.jsonl");
        this.lines = lines;
        this.step = step;
    }

    /** Oldest first. */
    List<Entry> entries() {
        return entries;
    }

    long last() {
        List<Entry> all = entries;
        return all.isEmpty() ? 0 : all.get(all.size() - 1).decision().number();
    }

    /** Reads what is there. A line that the power cut in two is cut off; one that is damaged is left out and said. */
    void open() throws IOException {
        List<Entry> all = new ArrayList<>(read(older));
        List<Entry> newer = read(file);
        all.addAll(newer);
        current = newer.size();
        entries = List.copyOf(all);
    }

    private static List<Entry> read(Path path) throws IOException {
        List<Entry> read = new ArrayList<>();
        if (!Files.exists(path)) {
            return read;
        }
        byte[] bytes = Files.readAllBytes(path);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole < bytes.length) {
            LOG.info("The last line of {} was cut in two and is left out; it never took effect", path);
            try (FileChannel out = FileChannel.open(path, StandardOpenOption.WRITE)) {
                out.truncate(whole);
                out.force(true);
            }
        }
        for (String line : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n")) {
            try {
                if (!line.isBlank()) {
                    read.add(RouteJson.entry(RouteJson.read(line.getBytes(StandardCharsets.UTF_8))));
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("A decision in {} cannot be read and is left out: {}", path, e.toString());
            }
        }
        return read;
    }

    void append(Entry entry) throws IOException {
        if (current >= lines) {
            step.accept("rotate");
            Files.move(file, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            List<Entry> all = entries;
            entries = List.copyOf(all.subList(all.size() - current, all.size()));
            current = 0;
        }
        byte[] line = (RouteJson.line(RouteJson.write(entry)) + "\n").getBytes(StandardCharsets.UTF_8);
        step.accept("log");
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = out.size();
            try {
                append(out.position(end), line);
            } catch (IOException e) {
                // Half a line of a full disk must not spoil the next one.
                out.truncate(end);
                throw e;
            }
        }
        step.accept("logged");
        List<Entry> all = new ArrayList<>(entries);
        all.add(entry);
        entries = List.copyOf(all);
        current++;
    }

    private void append(FileChannel out, byte[] line) throws IOException {
        WholeFile.writeAll(out, ByteBuffer.wrap(line, 0, line.length / 2));
        step.accept("half a line");
        WholeFile.writeAll(out, ByteBuffer.wrap(line, line.length / 2, line.length - line.length / 2));
        step.accept("whole line");
        out.force(true);
    }
}
