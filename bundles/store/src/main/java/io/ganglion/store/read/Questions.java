// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.store.chunk.Row;
import io.ganglion.store.disk.Chunk;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.Hot;
import io.ganglion.store.shelf.Latest;
import io.ganglion.store.shelf.Recall;
import io.ganglion.store.shelf.Series;
import io.ganglion.store.shelf.Shelf;
import io.ganglion.store.shelf.Versions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers from one shelf and its file. Thread-safe. What is in memory is looked at first, then the file: a row that is
 * sealed in between is in both, and its position says so.
 */
public final class Questions {

    private final Shelf shelf;
    private final Database database;

    public Questions(Shelf shelf, Database database) {
        this.shelf = shelf;
        this.database = database;
    }

    /** What the file says of a series. */
    private record Extent(long first, long last, long rows) {}

    /** Everything that has rows, ordered by contract and device. */
    public List<Entity> entities() throws SQLException, IOException {
        List<Shelf.View> views = shelf.all().stream()
                .filter(series -> series.kind() == Kind.OBSERVATION)
                .map(shelf::view)
                .toList();
        return database.read(connection -> {
            Map<Integer, Extent> extents = extents(connection);
            long sealed = sealed(connection, Kind.OBSERVATION);
            return views.stream()
                    .flatMap(view -> entity(view, extents.get(view.series().id()), sealed).stream())
                    .sorted(Comparator.comparing(
                                    (Entity entity) -> entity.contract().name())
                            .thenComparing(Entity::device))
                    .toList();
        });
    }

    private static Map<Integer, Extent> extents(Connection connection) throws SQLException {
        Map<Integer, Extent> extents = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT series, min(first), max(last), sum(rows) FROM chunk GROUP BY series")) {
            while (row.next()) {
                extents.put(row.getInt(1), new Extent(row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        return extents;
    }

    private static long sealed(Connection connection, Kind kind) throws SQLException {
        return Schema.number(connection, Recall.table(kind) + "_sealed", 0);
    }

    private Optional<Entity> entity(Shelf.View view, Extent extent, long sealed) {
        long first = extent == null ? Long.MAX_VALUE : extent.first;
        long last = extent == null ? Long.MIN_VALUE : extent.last;
        long rows = extent == null ? 0 : extent.rows;
        for (Hot hot : view.hot()) {
            if (hot.position() > sealed) {
                first = Math.min(first, hot.row().time());
                last = Math.max(last, hot.row().time());
                rows++;
            }
        }
        if (rows == 0) {
            return Optional.empty();
        }
        Series series = view.series();
        Latest latest = view.sealed().with(view.hot(), shelf.versions());
        return Optional.of(new Entity(
                series.entity(), series.device(), shelf.versions().get(latest.contract()), first, last, rows));
    }

    /** By id or device; of several the one that was heard last. */
    public Optional<Entity> find(String idOrDevice) throws SQLException, IOException {
        return entities().stream()
                .filter(entity ->
                        entity.id().equals(idOrDevice) || entity.device().equals(idOrDevice))
                .max(Comparator.comparingLong(Entity::last));
    }

    /** The newest value of each attribute. */
    public Optional<Rows> latest(String contract, String device) {
        return shelf.find(Kind.OBSERVATION, contract, device).map(shelf::view).flatMap(view -> {
            Latest latest = view.sealed().with(view.hot(), shelf.versions());
            if (latest.contract() == 0) {
                return Optional.empty();
            }
            return Optional.of(new Rows(
                    names(shelf.versions().get(latest.contract()).attributes()),
                    new long[] {latest.time()},
                    new double[][] {latest.values()},
                    new boolean[] {latest.replayed()},
                    false));
        });
    }

    private static List<String> names(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::name).toList();
    }

    public Rows query(SeriesQuery query) throws SQLException, IOException {
        List<Contract> versions = shelf.versions().named(query.contract());
        List<String> attributes = attributes(query, versions);
        Thinner thinner = thinner(query);
        Optional<Series> series = shelf.find(Kind.OBSERVATION, query.contract(), query.device());
        if (series.isPresent() && query.from() < query.to()) {
            boolean backwards = query.thinning() == SeriesQuery.Thinning.NEWEST;
            scan(series.get(), attributes, query.from(), query.to(), backwards, thinner);
        }
        return thinner.rows(attributes);
    }

    private static Thinner thinner(SeriesQuery query) {
        return switch (query.thinning()) {
            case OLDEST -> new Plain(query.limit(), false);
            case NEWEST -> new Plain(query.limit(), true);
            case MINIMUM, MAXIMUM, MEAN -> new Slices(query);
            case LTTB -> new Picture(query.limit());
        };
    }

    /** Those asked for; else all that any version has, the newest version's first. */
    private static List<String> attributes(SeriesQuery query, List<Contract> versions) {
        Set<String> known = new LinkedHashSet<>();
        for (int i = versions.size() - 1; i >= 0; i--) {
            known.addAll(names(versions.get(i).attributes()));
        }
        for (String attribute : query.attributes()) {
            if (!versions.isEmpty() && !known.contains(attribute)) {
                throw new IllegalArgumentException("no version of " + query.contract() + " has the attribute "
                        + attribute + ". " + Near.to(attribute, known));
            }
        }
        return query.attributes().isEmpty() ? List.copyOf(known) : query.attributes();
    }

    /** What was thought of a device, newest first to oldest: rows of {@link Versions#INSIGHT}. */
    public List<Row> insights(String contract, String device, long from, long to, int limit)
            throws SQLException, IOException {
        Optional<Series> series = shelf.find(Kind.INSIGHT, contract, device);
        if (series.isEmpty()) {
            return List.of();
        }
        List<Row> found = new ArrayList<>();
        Shelf.View view = shelf.view(series.get());
        database.read(connection -> {
            long sealed = sealed(connection, Kind.INSIGHT);
            for (Hot hot : view.hot()) {
                if (hot.position() > sealed) {
                    add(found, hot.row(), from, to);
                }
            }
            List<Chunk> chunks =
                    new ArrayList<>(Chunk.between(connection, series.get().id(), from, to));
            chunks.sort(Comparator.comparingLong(Chunk::last).reversed());
            for (Chunk chunk : chunks) {
                // Those before it are older than all that is wanted.
                if (found.size() >= limit && chunk.last() < newest(found, limit)) {
                    break;
                }
                var columns = chunk.columns(connection, 3, 1);
                for (int i = 0; i < columns.size(); i++) {
                    add(found, columns.row(i), from, to);
                }
            }
            return found.size();
        });
        found.sort(Comparator.comparingLong(Row::time));
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    private static void add(List<Row> found, Row row, long from, long to) {
        if (row.time() >= from && row.time() < to) {
            found.add(row);
        }
    }

    /** The time of the oldest row among the newest {@code limit}. */
    private static long newest(List<Row> found, int limit) {
        return found.stream()
                .map(Row::time)
                .sorted(Comparator.reverseOrder())
                .skip(limit - 1L)
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    private void scan(Series series, List<String> attributes, long from, long to, boolean backwards, Thinner thinner)
            throws SQLException, IOException {
        Shelf.View view = shelf.view(series);
        database.read(connection -> {
            List<Run> runs = new ArrayList<>();
            long sealed = sealed(connection, Kind.OBSERVATION);
            Map<Integer, int[]> columns = new HashMap<>();
            for (Chunk chunk : Chunk.between(connection, series.id(), from, to)) {
                int[] which = columns.computeIfAbsent(chunk.contract(), version -> columns(version, attributes));
                runs.add(Run.of(connection, chunk, which, from, to));
            }
            hot(view, sealed, attributes, from, to).ifPresent(runs::add);
            Scan scan = new Scan(runs, backwards);
            for (Run row = scan.next(); row != null; row = scan.next()) {
                if (!thinner.take(row)) {
                    break;
                }
            }
            return runs.size();
        });
    }

    private int[] columns(int version, List<String> attributes) {
        Contract contract = shelf.versions().get(version);
        return attributes.stream().mapToInt(contract::column).toArray();
    }

    private Optional<Run> hot(Shelf.View view, long sealed, List<String> attributes, long from, long to) {
        Hot[] rows = view.hot().stream()
                .filter(hot -> hot.position() > sealed
                        && hot.row().time() >= from
                        && hot.row().time() < to)
                .sorted(Comparator.comparingLong(hot -> hot.row().time()))
                .toArray(Hot[]::new);
        if (rows.length == 0) {
            return Optional.empty();
        }
        long[] times = new long[rows.length];
        boolean[] replayed = new boolean[rows.length];
        double[][] values = new double[attributes.size()][rows.length];
        Map<Integer, int[]> columns = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            Row row = rows[i].row();
            times[i] = row.time();
            replayed[i] = row.replayed();
            int[] which = columns.computeIfAbsent(rows[i].contract(), version -> columns(version, attributes));
            for (int a = 0; a < which.length; a++) {
                values[a][i] = which[a] < 0 ? Double.NaN : row.values()[which[a]];
            }
        }
        return Optional.of(Run.of(times, replayed, values, from, to));
    }
}
