// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Firings on disk, one line a step: of one number the last line counts. Only ever added to, each line forced; a line
 * that a power cut tore is cut off. Not thread-safe.
 */
final class FiringLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FiringLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Some 4 kB a line: beyond it the file is written anew with the newest firings. */
    private static final int LINES = 4_000;

    private static final int KEPT = 1_000;

    private final Path file;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private FileChannel channel;

    /**
     * A firing, and what it cost.
     *
     * @param cpuSeconds processor time of its training
     * @param trained whether a trainer was started for it: it counts against the budget
     * @param open whether its cause was not dealt with: it may fire again for the same
     */
    record Entry(Firing firing, double cpuSeconds, boolean trained, boolean open) {}

    FiringLog(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        int lines = read();
        if (lines > LINES) {
            compact();
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private int read() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        int lines = 0;
        boolean damaged = false;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                damaged |= !take(new String(bytes, end, at - end, StandardCharsets.UTF_8));
                lines++;
                end = at + 1;
            }
        }
        if (damaged) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            LOG.warn("Some firings in {} cannot be read; a copy is in {}, and the others go on", file, aside);
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            compact();
        } else if (end < bytes.length) {
            try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
                torn.truncate(end);
                torn.force(true);
            }
        }
        return lines;
    }

    private boolean take(String line) {
        try {
            Entry entry = parse(JSON.readTree(line));
            entries.put(entry.firing().number(), entry);
            return true;
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            return false;
        }
    }

    private void compact() throws IOException {
        while (entries.size() > KEPT) {
            entries.pollFirstEntry();
        }
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (Entry entry : entries.values()) {
                write(out, entry);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        }
    }

    /** On the disk when this returns. Kept in memory where the disk refuses, which is said. */
    void add(Entry entry) {
        entries.put(entry.firing().number(), entry);
        try {
            write(channel, entry);
            channel.force(true);
        } catch (IOException e) {
            LOG.warn(
                    "Firing {} is not on disk and is forgotten with this run: {}. Make room on {}",
                    entry.firing().number(),
                    e.toString(),
                    file);
        }
    }

    private static void write(FileChannel out, Entry entry) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap((JSON.writeValueAsString(fact(entry)) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            out.write(line);
        }
    }

    long next() {
        return entries.isEmpty() ? 1 : entries.lastKey() + 1;
    }

    Optional<Entry> find(long number) {
        return Optional.ofNullable(entries.get(number));
    }

    /** Newest first. */
    Collection<Entry> newest() {
        return entries.descendingMap().values();
    }

    List<Firing> firings(int limit) {
        return newest().stream().limit(limit).map(Entry::firing).toList();
    }

    private static ObjectNode fact(Entry entry) {
        Firing firing = entry.firing();
        ObjectNode fact = JSON.createObjectNode()
                .put("number", firing.number())
                .put("at", firing.at().toString())
                .put("model", firing.model())
                .put("trigger", firing.trigger().name());
        fact.set("evidence", JSON.valueToTree(new TreeMap<>(firing.evidence())));
        return fact.put("by", firing.by())
                .put("outcome", firing.outcome().name())
                .put("explanation", firing.explanation())
                .put("candidate", firing.candidate().map(ModelId::toString).orElse(""))
                .put("seconds", firing.seconds())
                .put("cpuSeconds", entry.cpuSeconds())
                .put("trained", entry.trained())
                .put("open", entry.open());
    }

    private static Entry parse(JsonNode fact) {
        Map<String, String> evidence = new LinkedHashMap<>();
        fact.path("evidence")
                .fields()
                .forEachRemaining(
                        field -> evidence.put(field.getKey(), field.getValue().asText()));
        String candidate = fact.path("candidate").asText();
        Firing firing = new Firing(
                fact.required("number").asLong(),
                Instant.parse(fact.required("at").asText()),
                fact.required("model").asText(),
                Trigger.valueOf(fact.required("trigger").asText()),
                evidence,
                fact.required("by").asText(),
                Outcome.valueOf(fact.required("outcome").asText()),
                fact.required("explanation").asText(),
                candidate.isEmpty() ? Optional.empty() : Optional.of(ModelId.parse(candidate)),
                fact.required("seconds").asDouble());
        return new Entry(
                firing,
                fact.path("cpuSeconds").asDouble(),
                fact.path("trained").asBoolean(),
                fact.path("open").asBoolean());
    }

    List<Entry> unfinished() {
        List<Entry> unfinished = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Outcome outcome = entry.firing().outcome();
            if (outcome == Outcome.WAITING || outcome == Outcome.TRAINING) {
                unfinished.add(entry);
            }
        }
        return unfinished;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
