// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Journal;
import io.ganglion.store.chunk.Row;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.BlockReader;
import io.ganglion.store.shelf.BlockWriter;
import io.ganglion.store.shelf.Hot;
import io.ganglion.store.shelf.Recall;
import io.ganglion.store.shelf.Series;
import io.ganglion.store.shelf.Shelf;
import io.ganglion.store.shelf.Versions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one transaction keeps. First all is told apart in memory (who, which version, known already or not), then written,
 * then either published to readers or taken back. The writer's thread.
 */
final class Group {

    private final Map<Journal.Kind, BlockWriter> blocks = new EnumMap<>(Journal.Kind.class);
    private final List<Series> touched = new ArrayList<>();
    private final List<Series> fresh = new ArrayList<>();
    private final Sealed sealed;
    private Shelf shelf;
    private int versionsBefore;
    private long duplicates;
    /** Of models: each insight says one, and they are few. */
    private final Map<ModelId, List<String>> names = new HashMap<>();

    private final Map<Journal.Kind, Long> ends = new EnumMap<>(Journal.Kind.class);

    Group(Sealed sealed) {
        this.sealed = sealed;
        for (Journal.Kind kind : Journal.Kind.values()) {
            blocks.put(kind, new BlockWriter());
        }
    }

    /** Writes batches into a transaction. */
    void write(Shelf into, Connection connection, List<Batch> batches, long keptAt) throws SQLException {
        begin(into);
        for (Batch batch : batches) {
            for (Observation observation : batch.observations()) {
                keep(connection, observation);
            }
            for (Insight insight : batch.insights()) {
                keep(connection, insight);
            }
        }
        writeNames(connection);
        for (Journal.Kind kind : Journal.Kind.values()) {
            writeBlock(connection, kind, keptAt);
        }
        if (duplicates > 0) {
            Schema.set(connection, "duplicates", shelf.duplicates() + duplicates);
        }
    }

    private void begin(Shelf into) {
        shelf = into;
        versionsBefore = shelf.versions().size();
        touched.clear();
        fresh.clear();
        duplicates = 0;
        for (Journal.Kind kind : Journal.Kind.values()) {
            blocks.get(kind).clear();
            ends.put(kind, shelf.line(kind).end());
        }
    }

    private void keep(Connection connection, Observation observation) throws SQLException {
        Series series = series(Journal.Kind.OBSERVATION, observation);
        int version = version(observation.contract());
        Row row = BlockReader.row(observation);
        if (isKnown(connection, series, version, row)) {
            duplicates++;
            return;
        }
        long position = ends.merge(Journal.Kind.OBSERVATION, 1L, Long::sum);
        blocks.get(Journal.Kind.OBSERVATION).add(series, version, observation);
        stage(series, new Hot(position, version, row));
    }

    private void keep(Connection connection, Insight insight) throws SQLException {
        Series series = series(Journal.Kind.INSIGHT, insight.observation());
        int version = version(Versions.INSIGHT);
        long position = ends.merge(Journal.Kind.INSIGHT, 1L, Long::sum);
        List<String> model = names.computeIfAbsent(insight.model(), id -> List.of(id.toString()));
        blocks.get(Journal.Kind.INSIGHT)
                .add(series, version(insight.observation().contract()), insight, model.get(0));
        Row row = BlockReader.row(insight, model);
        if (!isKnown(connection, series, version, row)) {
            stage(series, new Hot(position, version, row));
        }
    }

    private boolean isKnown(Connection connection, Series series, int version, Row row) throws SQLException {
        return !series.isNewer(row.time())
                && (series.isHot(version, row) || sealed.holds(connection, shelf.versions(), series, version, row));
    }

    private void stage(Series series, Hot hot) {
        if (series.stage(hot)) {
            touched.add(series);
        }
    }

    private Series series(Journal.Kind kind, Observation observation) {
        Series known = shelf.lookUp(kind, observation.contract().name(), observation.device());
        if (known != null) {
            return known;
        }
        Series created = shelf.create(kind, observation.contract().name(), observation.device(), observation.entity());
        fresh.add(created);
        return created;
    }

    private int version(Contract contract) {
        int number = shelf.versions().number(contract);
        return number > 0 ? number : shelf.versions().add(contract);
    }

    private void writeNames(Connection connection) throws SQLException {
        for (int number = versionsBefore + 1; number <= shelf.versions().size(); number++) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO contract VALUES (?, ?)")) {
                insert.setInt(1, number);
                insert.setString(2, Versions.write(shelf.versions().get(number)));
                insert.executeUpdate();
            }
        }
        for (Series series : fresh) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT OR REPLACE INTO series (id, kind, contract, device, entity) VALUES (?, ?, ?, ?, ?)")) {
                insert.setInt(1, series.id());
                insert.setInt(2, series.kind().ordinal());
                insert.setString(3, series.contract());
                insert.setString(4, series.device());
                insert.setString(5, series.entity());
                insert.executeUpdate();
            }
        }
    }

    private void writeBlock(Connection connection, Journal.Kind kind, long keptAt) throws SQLException {
        BlockWriter block = blocks.get(kind);
        if (block.entries() == 0) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + Recall.table(kind) + " (position, entries, kept, body) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, ends.get(kind) - block.entries() + 1);
            insert.setInt(2, block.entries());
            insert.setLong(3, keptAt);
            insert.setBytes(4, block.body());
            insert.executeUpdate();
        }
    }

    /** The disk has it. */
    void publish(long keptAt) {
        shelf.publish(touched, ends, duplicates, keptAt);
    }

    /** The disk has not. */
    void takeBack() {
        touched.forEach(Series::unstage);
        fresh.forEach(shelf::remove);
        shelf.versions().shrink(versionsBefore);
    }
}
