// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.rollout.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and decisions on disk. {@code routes.json} is what counts: a switch has happened once it is in place, together with
 * its own decision, which the log gets afterwards. Written by one thread.
 */
final class RouteStore {
    private static final Logger LOG = LoggerFactory.getLogger(RouteStore.class);
    private static final String FORMAT = "ganglion-routes-1";
    private static final int LINES = 1_000;

    private final WholeFile file;
    private final DecisionLog log;
    /** By contract: what the start found of a switch that the power cut short, in words. */
    private final Map<String, String> findings = new LinkedHashMap<>();

    /** In {@code routes.json}, but not in the log yet. */
    private Entry owed;

    private long number;

    RouteStore(Path folder, Consumer<String> step) {
        this(folder, LINES, step);
    }

    RouteStore(Path folder, int lines, Consumer<String> step) {
        this.file = new WholeFile(folder.resolve("routes.json"), step);
        this.log = new DecisionLog(folder, lines, step);
    }

    /** Where every contract stood. Repairs what a power cut left. */
    Map<String, Standing> open() throws IOException {
        log.open();
        number = log.last();
        Map<String, Standing> standings = new TreeMap<>();
        if (Files.exists(file.path())) {
            try {
                read(RouteJson.read(Files.readAllBytes(file.path())), standings);
            } catch (IOException | RuntimeException e) {
                WholeFile.setAside(file.path(), e, "plans are taken from the last decisions instead");
                standings.clear();
                fromLog(standings);
            }
        }
        look();
        if (owed != null) {
            appendOwed();
        }
        return standings;
    }

    private void read(JsonNode in, Map<String, Standing> standings) {
        if (!RouteJson.text(in, "format").equals(FORMAT)) {
            throw new IllegalArgumentException("format " + RouteJson.text(in, "format") + " is not " + FORMAT);
        }
        RouteJson.required(in, "contracts")
                .fields()
                .forEachRemaining(
                        field -> standings.put(field.getKey(), RouteJson.standing(field.getKey(), field.getValue())));
        Entry last = RouteJson.entry(RouteJson.required(in, "last"));
        if (last.decision().number() > log.last()) {
            owed = last;
            number = last.decision().number();
            findings.put(
                    last.decision().contract(),
                    "decision " + number + " was on the disk when the node stopped, and is done: "
                            + last.decision().reason());
        }
    }

    private void fromLog(Map<String, Standing> standings) {
        for (Entry entry : log.entries()) {
            Decision decision = entry.decision();
            Standing before = standings.getOrDefault(decision.contract(), Standing.fresh(decision.contract()));
            standings.put(
                    decision.contract(),
                    new Standing(
                            decision.plan(),
                            Slots.allot(before.slots(), decision.plan()),
                            decision.champion(),
                            Standing.pushed(before.former(), before.champion(), decision.champion()),
                            decision.at(),
                            ""));
        }
    }

    /** A draft that was not moved is a switch that did not happen. */
    private void look() throws IOException {
        if (!Files.exists(file.draft())) {
            return;
        }
        byte[] draft = Files.readAllBytes(file.draft());
        try {
            Entry cut = RouteJson.entry(RouteJson.required(RouteJson.read(draft), "last"));
            findings.put(
                    cut.decision().contract(),
                    "decision " + cut.decision().number()
                            + " had not reached the disk when the node stopped, and is not" + " done: "
                            + cut.decision().reason());
        } catch (IOException | RuntimeException e) {
            findings.put(
                    "",
                    "a change of a plan had not reached the disk when the node stopped, and is not done; set it again");
        }
        Files.delete(file.draft());
    }

    /** What the start found for a contract; empty where the node stopped in order. */
    String finding(String contract) {
        return findings.getOrDefault(contract, findings.getOrDefault("", ""));
    }

    long next() {
        return number + 1;
    }

    List<Entry> entries() {
        return log.entries();
    }

    /**
     * Makes a decision last.
     *
     * @throws IOException where the disk refuses; nothing has changed then
     */
    void commit(Map<String, Standing> standings, Entry entry) throws IOException {
        if (owed != null) {
            appendOwed();
        }
        ObjectNode out = RouteJson.JSON.createObjectNode();
        out.put("format", FORMAT);
        out.set("last", RouteJson.write(entry));
        ObjectNode contracts = out.putObject("contracts");
        standings.forEach((contract, standing) -> contracts.set(contract, RouteJson.write(standing)));
        file.write(RouteJson.line(out).getBytes(StandardCharsets.UTF_8));
        number = entry.decision().number();
        owed = entry;
        appendOwed();
    }

    private void appendOwed() {
        try {
            log.append(owed);
            owed = null;
        } catch (IOException e) {
            LOG.warn("Decision {} is in routes.json, but not in the log yet: {}", number, e.toString());
        }
    }
}
