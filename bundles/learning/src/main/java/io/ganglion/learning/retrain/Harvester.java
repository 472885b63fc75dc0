// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.learning.job.Mark;
import io.ganglion.learning.job.RowsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes a window out of the history into a training file. Of each device first the rows that commissioned it, as far as
 * the history still has them; then the window, whole or in stretches that are spread over it. What was refused at the
 * door is not in the history, so it is not in here.
 */
final class Harvester {
    /** Rows of a stretch: long enough for windows and smoothing, short enough to be many. */
    private static final int STRETCH = 512;

    private final History history;
    private final Optional<Labels> labels;
    private final Policy.Span span;

    Harvester(History history, Optional<Labels> labels, Policy.Span span) {
        this.history = history;
        this.labels = labels;
        this.span = span;
    }

    /**
     * What was taken.
     *
     * @param digest SHA-256 of the rows
     * @param devices how many
     * @param healthy rows to be learned from or held out
     * @param labels how many of each finding speak of a row that was taken, or was left out for it
     * @param facts for the card: times, rows, and what was left out
     */
    record Taken(String digest, int devices, long healthy, Map<String, Integer> labels, Map<String, String> facts) {}

    /**
     * @param commissioning rows that commission a device
     * @throws IOException where the file cannot be written
     */
    Taken take(String contract, int commissioning, Instant now, Path file) throws IOException {
        List<Entity> devices = devices(contract, commissioning);
        long to = nanos(now);
        long from = nanos(now.minus(span.time()));
        Tally tally = new Tally();
        if (devices.isEmpty()) {
            return new Taken("", 0, 0, Map.of(), Map.of());
        }
        List<Label> all =
                labels.map(l -> l.list(contract, "", Instant.EPOCH, now)).orElse(List.of());
        Contract shape = devices.stream()
                .map(Entity::contract)
                .max(Comparator.comparing(Contract::version))
                .orElseThrow();
        String digest;
        try (RowsWriter out = new RowsWriter(file, shape, from)) {
            for (Entity device : devices) {
                List<Label> own = all.stream()
                        .filter(label -> label.device().equals(device.device()))
                        .toList();
                out.device(device.device());
                new Taking(shape, own, out, tally)
                        .take(device, from, to, commissioning, span.mostRows() / devices.size());
            }
            digest = out.finish();
        }
        Map<String, Integer> counted = new TreeMap<>();
        tally.heard.forEach(label -> counted.merge(label.finding().name(), 1, Integer::sum));
        return new Taken(digest, devices.size(), tally.healthy, counted, facts(now, devices, tally));
    }

    private Map<String, String> facts(Instant now, List<Entity> devices, Tally tally) {
        return Map.of(
                "from", now.minus(span.time()).toString(),
                "to", now.toString(),
                "devices", Integer.toString(devices.size()),
                "rows", Long.toString(tally.healthy + tally.faulty),
                "healthyRows", Long.toString(tally.healthy),
                "refutedRows", Long.toString(tally.refuted),
                "faultRows", Long.toString(tally.faulty),
                "maintenanceRowsLeftOut", Long.toString(tally.maintenance));
    }

    /** All that fit; of more, some that are spread over their names. */
    private List<Entity> devices(String contract, int commissioning) {
        List<Entity> all = history.entities().stream()
                .filter(entity -> entity.contract().name().equals(contract))
                .sorted(Comparator.comparing(Entity::device))
                .toList();
        int fit = Math.max(1, span.mostRows() / (2 * (STRETCH + commissioning)));
        if (all.size() <= fit) {
            return all;
        }
        List<Entity> some = new ArrayList<>();
        for (int i = 0; i < fit; i++) {
            some.add(all.get((int) ((long) i * all.size() / fit)));
        }
        return some;
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** Rows by what became of them. */
    private static final class Tally {
        private long healthy;
        private long refuted;
        private long faulty;
        private long maintenance;
        private final Set<Label> heard = new HashSet<>();
    }

    /** One device's. */
    private final class Taking {
        private final List<String> columns;
        private final List<Label> labels;
        private final RowsWriter out;
        private final Tally tally;
        private final String contract;

        Taking(Contract shape, List<Label> labels, RowsWriter out, Tally tally) {
            this.contract = shape.name();
            this.columns = shape.attributes().stream().map(Attribute::name).toList();
            this.labels = labels;
            this.out = out;
            this.tally = tally;
        }

        void take(Entity device, long from, long to, int commissioning, int most) throws IOException {
            if (device.first() < from && commissioning > 0) {
                copy(device, device.first(), from, commissioning + commissioning / 8);
            }
            int stretch = STRETCH + commissioning;
            int slices = Math.max(1, most / stretch);
            long begin = Math.max(from, device.first());
            long end = Math.min(to, device.last() + 1);
            for (int slice = 0; slice < slices && begin < end; slice++) {
                long start = begin + (long) ((double) (end - begin) * slice / slices);
                long stop = begin + (long) ((double) (end - begin) * (slice + 1) / slices);
                copy(device, start, stop, stretch);
            }
        }

        private void copy(Entity device, long from, long to, int limit) throws IOException {
            Rows rows = history.query(
                    new SeriesQuery(contract, device.device(), columns, from, to, Thinning.OLDEST, limit));
            for (int row = 0; row < rows.size(); row++) {
                Optional<Mark> mark = mark(rows.times()[row]);
                if (mark.isPresent()) {
                    out.row(rows.times()[row], mark.get(), rows.values()[row]);
                    tally.healthy += mark.get() == Mark.FAULT ? 0 : 1;
                    tally.refuted += mark.get() == Mark.REFUTED ? 1 : 0;
                    tally.faulty += mark.get() == Mark.FAULT ? 1 : 0;
                } else {
                    tally.maintenance++;
                }
            }
        }

        /** Maintenance says nothing about health, so it outweighs; a fault outweighs an alert that was refuted. */
        private Optional<Mark> mark(long time) {
            Mark mark = Mark.HEALTHY;
            for (Label label : labels) {
                if (time >= nanos(label.from()) && time < nanos(label.to())) {
                    tally.heard.add(label);
                    if (label.finding() == Finding.MAINTENANCE) {
                        return Optional.empty();
                    }
                    Mark said = label.finding() == Finding.REFUTED ? Mark.REFUTED : Mark.FAULT;
                    mark = mark.compareTo(said) < 0 ? said : mark;
                }
            }
            return Optional.of(mark);
        }
    }
}
