// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Fate;
import io.ganglion.itests.harness.Fate.Episode;
import io.ganglion.itests.harness.Fate.Finding;
import io.ganglion.itests.harness.Message;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Goes to every pump that the node begins to call anomalous, and writes down what is really wrong with it: the labels go
 * through the product's own shell. Notices in the end what nobody called about. Thread-safe.
 */
final class Technician implements AutoCloseable {
    /** Readings for which a verdict may still be about what has just ended: the model's window and smoothing, and some. */
    private static final int TAIL = 40;

    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final class Round {
        private final Pump pump;
        private final Set<Long> known = new HashSet<>();
        private boolean anomalous;
        private Episode fault;

        Round(Pump pump) {
            this.pump = pump;
        }
    }

    /** @param due the reading of its pump after which it is written down */
    private record Note(Pump pump, long due, String command) {}

    private final Node node;
    private final Map<String, Round> rounds = new HashMap<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, Long> written = new TreeMap<>();
    private final Thread thread = new Thread(this::work, "technician");
    private volatile boolean working = true;
    private volatile IOException failure;

    Technician(Node node, List<Pump> pumps) {
        this.node = node;
        pumps.forEach(pump -> rounds.put(pump.device(), new Round(pump)));
        thread.start();
    }

    /** Hears what the node says of a reading. */
    synchronized void take(Message message) {
        Round round = rounds.get(message.device());
        if (round == null) {
            return;
        }
        JsonNode insight = message.json();
        long reading = round.pump.sequence(Instant.parse(insight.path("time").asText()));
        boolean anomalous = insight.path("verdict").asText().equals("anomalous");
        if (anomalous && !round.anomalous) {
            visit(round, reading);
        }
        round.anomalous = anomalous;
        lookRound(round, reading);
    }

    /** On the way there some readings pass: a fault that begins meanwhile is what is found. */
    private void visit(Round round, long reading) {
        Fate fate = round.pump.fate();
        Episode nothing = new Episode(Finding.FULL_LOAD, Math.max(0, reading - TAIL), reading);
        Episode found = fate.at(reading + TAIL)
                .filter(Technician::isFault)
                .or(() -> fate.at(reading))
                .or(() -> fate.at(Math.max(0, reading - TAIL)))
                .orElse(nothing);
        if (round.known.add(found.from())) {
            Episode called = new Episode(found.finding(), Math.min(reading, found.from()), found.to());
            note(round.pump, called, isFault(found) ? "confirmed" : "refuted");
        }
    }

    private static boolean isFault(Episode episode) {
        return episode.finding() == Finding.BLOCKED;
    }

    /** A fault that nobody called about is found a moment after it is over. */
    private void lookRound(Round round, long reading) {
        if (round.fault != null && reading >= round.fault.to() + TAIL) {
            if (round.known.add(round.fault.from())) {
                note(round.pump, round.fault, "missed");
            }
            round.fault = null;
        }
        if (round.fault == null) {
            round.fault =
                    round.pump.fate().at(reading).filter(Technician::isFault).orElse(null);
        }
    }

    private void note(Pump pump, Episode episode, String finding) {
        long to = episode.to() + TAIL;
        notes.add(new Note(
                pump,
                to,
                "aiot:label-add Pump " + pump.device() + " " + finding + " --from " + pump.time(episode.from())
                        + " --to " + pump.time(to) + " --by technician --id " + pump.device() + "-" + episode.from()));
        written.merge(finding, 1L, Long::sum);
    }

    private void work() {
        try {
            while (working) {
                LockSupport.parkNanos(ROUND_NANOS);
                List<String> due = due();
                if (!due.isEmpty()) {
                    node.exec(String.join("; ", due));
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private synchronized List<String> due() {
        List<String> due = new ArrayList<>();
        notes.removeIf(note -> note.pump().sent() > note.due() && due.add(note.command()));
        return due;
    }

    /** What was found so far, by the words of a label. */
    synchronized Map<String, Long> findings() {
        return new TreeMap<>(written);
    }

    /** Goes home. What is not written down by then stays so. */
    @Override
    public void close() throws IOException {
        working = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the technician goes home", e);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
