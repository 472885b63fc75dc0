// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static java.util.stream.Collectors.joining;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.series.Tail;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Units;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The last accepted rows, and those to come. */
@Service
@Command(scope = "aiot", name = "observation-tail", description = "The last accepted rows of a device, or of all")
public final class ObservationTail extends NodeCommand {
    /** Rows that wait for a slow terminal; what comes on top is counted, not shown. */
    private static final int WAITING_LIMIT = 1_000;

    @Argument(index = 0, name = "DEVICE", description = "The device's name at this site; else all devices")
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "-n", description = "How many rows", valueToShowInHelp = "10")
    int limit = 10;

    @Option(name = "--follow", aliases = "-f", description = "Goes on with what comes, until Ctrl-C")
    boolean follow;

    @Option(name = "--json", description = "As JSON; with --follow one document a line")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Tail tail = need(node, Tail.class, "io.ganglion.pipeline");
        List<String> devices = devices(node);
        if (limit < 0) {
            throw new CommandFailure("-n must not be negative: " + limit);
        }
        List<Observation> recent = recent(tail, devices);
        if (follow) {
            recent.forEach(row -> out.println(line(row)));
            follow(tail, out);
        } else if (json) {
            out.println(Json.pretty(recent.stream().map(Facts::of).toList()));
        } else {
            recent.forEach(row -> out.println(line(row)));
            out.println(closing(recent, devices));
        }
    }

    private List<String> devices(Services node) throws CommandFailure {
        List<String> known = need(node, Devices.class, "io.ganglion.pipeline").list().stream()
                .map(Device::name)
                .distinct()
                .toList();
        if (device == null) {
            return known;
        }
        if (!known.contains(device)) {
            throw new CommandFailure(Near.miss("device", device, known));
        }
        return List.of(device);
    }

    private List<Observation> recent(Tail tail, List<String> devices) {
        List<Observation> rows = new ArrayList<>();
        if (limit > 0) {
            devices.forEach(name -> rows.addAll(tail.recent(name, limit)));
        }
        rows.sort(Comparator.comparingLong(Observation::receivedAt));
        return rows.subList(Math.max(0, rows.size() - limit), rows.size());
    }

    private void follow(Tail tail, PrintStream out) {
        BlockingQueue<Observation> waiting = new ArrayBlockingQueue<>(WAITING_LIMIT);
        AtomicLong missed = new AtomicLong();
        try (Tail.Subscription open = tail.follow(
                row -> device == null || row.device().equals(device),
                row -> missed.addAndGet(waiting.offer(row) ? 0 : 1))) {
            while (!out.checkError()) {
                Observation row = waiting.poll(1, TimeUnit.SECONDS);
                if (row != null) {
                    out.println(line(row));
                }
                long unseen = missed.getAndSet(0);
                if (unseen > 0 && !json) {
                    out.println("(" + unseen + " rows passed faster than this terminal)");
                }
            }
        } catch (InterruptedException e) {
            // Ctrl-C: the operator has seen enough.
            Thread.currentThread().interrupt();
        }
    }

    private String line(Observation row) {
        return json ? Json.line(Facts.of(row)) : row(row);
    }

    private static String row(Observation row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.values().length; i++) {
            Attribute attribute = row.contract().attributes().get(i);
            cells.add(attribute.name() + "=" + Plain.number(row.values()[i])
                    + (row.isGood(i) ? Units.symbol(attribute.unitCode()) : ""));
        }
        for (int i = 0; i < row.contract().texts().size(); i++) {
            cells.add(
                    row.contract().texts().get(i) + "=" + Plain.text(row.texts().get(i)));
        }
        return Facts.instant(row.time()) + " " + Plain.text(row.device()) + (row.replayed() ? " (replayed)  " : "  ")
                + cells.stream().collect(joining("  "));
    }

    private String closing(List<Observation> rows, List<String> devices) {
        if (devices.isEmpty()) {
            return "No device was heard yet. Which drivers listen: aiot:node-status";
        }
        if (rows.isEmpty()) {
            return "No accepted row is in memory. What was refused: aiot:quarantine-list";
        }
        return Plain.count(rows.size(), "row") + " of " + (device == null ? "all devices" : device)
                + ". Those to come: aiot:observation-tail " + (device == null ? "" : device + " ") + "--follow";
    }
}
