// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.series.Journal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The store's memory of one file. Thread-safe, but for what says that it is the writer's. */
public final class Shelf {

    /** A look at one series: rows not sealed, in the order of arrival, and the newest sealed values. */
    public record View(Series series, List<Hot> hot, Latest sealed) {}

    private final String epoch;
    private final Versions versions = new Versions();
    private final Map<Journal.Kind, Map<String, Map<String, Series>>> byName = new EnumMap<>(Journal.Kind.class);
    private final Map<Integer, Series> byId = new HashMap<>();
    private final Map<String, Place> places = new TreeMap<>();
    private final Map<Journal.Kind, Line> lines = new EnumMap<>(Journal.Kind.class);
    private int lastSeries;
    private long hotRows;
    private long oldestHot = Long.MAX_VALUE;
    private long duplicates;
    private long stamp;

    public Shelf(String epoch) {
        this.epoch = epoch;
        for (Journal.Kind kind : Journal.Kind.values()) {
            byName.put(kind, new HashMap<>());
            lines.put(kind, new Line(0, 0, 0));
        }
    }

    public String epoch() {
        return epoch;
    }

    public Versions versions() {
        return versions;
    }

    public synchronized Optional<Series> find(Journal.Kind kind, String contract, String device) {
        return Optional.ofNullable(lookUp(kind, contract, device));
    }

    /** {@code null} where there is none. */
    public synchronized Series lookUp(Journal.Kind kind, String contract, String device) {
        Map<String, Series> devices = byName.get(kind).get(contract);
        return devices == null ? null : devices.get(device);
    }

    public synchronized Series get(int id) {
        return byId.get(id);
    }

    public synchronized List<Series> all() {
        return new ArrayList<>(byId.values());
    }

    /** The writer's thread. */
    public synchronized Series create(Journal.Kind kind, String contract, String device, String entity) {
        return put(new Series(lastSeries + 1, kind, contract, device, entity, Latest.none()));
    }

    synchronized Series put(Series series) {
        byName.get(series.kind)
                .computeIfAbsent(series.contract, any -> new HashMap<>())
                .put(series.device, series);
        byId.put(series.id, series);
        lastSeries = Math.max(lastSeries, series.id);
        return series;
    }

    /** The writer's thread. */
    public synchronized void remove(Series series) {
        byId.remove(series.id);
        Map<String, Series> devices = byName.get(series.kind).get(series.contract);
        devices.remove(series.device);
        if (devices.isEmpty()) {
            byName.get(series.kind).remove(series.contract);
        }
    }

    /** The disk took what was staged. The writer's thread. */
    public synchronized void publish(
            Collection<Series> touched, Map<Journal.Kind, Long> ends, long dropped, long keptAt) {
        for (Series series : touched) {
            hotRows += series.publish();
        }
        ends.forEach((kind, end) -> {
            Line line = lines.get(kind);
            lines.put(kind, new Line(line.floor(), line.sealed(), end));
        });
        duplicates += dropped;
        if (!touched.isEmpty()) {
            oldestHot = Math.min(oldestHot, keptAt);
        }
        stamp = Math.max(stamp, keptAt);
    }

    /** The first rows of a series are in chunks now. The writer's thread. */
    public synchronized void seal(Series series, int count, Latest latest) {
        series.seal(count, latest);
        hotRows -= count;
    }

    /** All up to here is in chunks now. */
    public synchronized void sealedTo(Map<Journal.Kind, Long> positions, long now) {
        positions.forEach((kind, position) -> {
            Line line = lines.get(kind);
            lines.put(kind, new Line(line.floor(), position, line.end()));
        });
        oldestHot = hotRows == 0 ? Long.MAX_VALUE : now;
    }

    /** All up to here is gone. */
    public synchronized void floor(Journal.Kind kind, long position) {
        Line line = lines.get(kind);
        lines.put(kind, new Line(Math.max(line.floor(), position), line.sealed(), line.end()));
    }

    synchronized void line(Journal.Kind kind, Line line) {
        lines.put(kind, line);
    }

    synchronized void recall(long duplicates, long stamp) {
        this.duplicates = duplicates;
        this.stamp = Math.max(this.stamp, stamp);
    }

    public synchronized Line line(Journal.Kind kind) {
        return lines.get(kind);
    }

    public synchronized Map<Journal.Kind, Line> lines() {
        return new EnumMap<>(lines);
    }

    public synchronized View view(Series series) {
        return new View(series, series.hot(), series.sealed());
    }

    /** Every series that has rows to seal. */
    public synchronized List<View> hot() {
        List<View> views = new ArrayList<>();
        for (Series series : byId.values()) {
            if (!series.isCold()) {
                views.add(new View(series, series.hot(), series.sealed()));
            }
        }
        return views;
    }

    public synchronized long hotRows() {
        return hotRows;
    }

    /** When the oldest row that is not sealed was kept, nanoseconds since the epoch. */
    public synchronized long oldestHot() {
        return oldestHot;
    }

    public synchronized long duplicates() {
        return duplicates;
    }

    /** When the newest row was kept. Time here never runs backwards. */
    public synchronized long stamp(long now) {
        return Math.max(stamp, now);
    }

    public synchronized Map<String, Place> places() {
        return new TreeMap<>(places);
    }

    public synchronized Optional<Place> place(String destination) {
        return Optional.ofNullable(places.get(destination));
    }

    public synchronized void place(String destination, Place place) {
        places.put(destination, place);
    }

    public synchronized void forget(String destination) {
        places.remove(destination);
    }
}
