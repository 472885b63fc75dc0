// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/** Models and their steps. Each method is part of its caller's transaction. */
public final class Records {

    private static final String MODEL = "SELECT name, version, stage, artefact, bytes, lineage FROM hub_model";

    private Records() {}

    private record Row(ModelId id, Stage stage, String artefact, long bytes, String lineage) {}

    /** Ordered by name and version. */
    public static List<ModelRecord> all(Connection connection) throws SQLException {
        List<ModelRecord> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(MODEL)) {
            for (Row row : rows(select)) {
                all.add(record(connection, row));
            }
        }
        all.sort(Comparator.comparing(ModelRecord::id));
        return all;
    }

    public static Optional<ModelRecord> find(Connection connection, ModelId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MODEL + " WHERE name = ? AND version = ?")) {
            bind(select, 1, id);
            for (Row row : rows(select)) {
                return Optional.of(record(connection, row));
            }
            return Optional.empty();
        }
    }

    private static List<Row> rows(PreparedStatement select) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        new ModelId(row.getString(1), Version.parseVersion(row.getString(2))),
                        Stage.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)));
            }
        }
        return rows;
    }

    private static ModelRecord record(Connection connection, Row row) throws SQLException {
        return new ModelRecord(
                row.id(),
                row.stage(),
                LineageJson.read(row.lineage()),
                row.artefact(),
                row.bytes(),
                steps(connection, row.id()));
    }

    private static List<Step> steps(Connection connection, ModelId id) throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT at, stage, who, note FROM hub_step WHERE name = ? AND version = ? ORDER BY number")) {
            bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    steps.add(new Step(
                            Times.instant(row.getLong(1)),
                            Stage.valueOf(row.getString(2)),
                            row.getString(3),
                            row.getString(4)));
                }
            }
        }
        return steps;
    }

    /** Whether it was entered; false where there is one of this name and version. */
    public static boolean insert(
            Connection connection, ModelId id, Lineage lineage, String artefact, long bytes, Step first)
            throws SQLException {
        String text = LineageJson.write(lineage);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO hub_model (name, version, stage,"
                + " contract, artefact, bytes, lineage, revision) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"
                + " ON CONFLICT (name, version) DO NOTHING")) {
            bind(insert, 1, id);
            insert.setString(3, first.stage().name());
            insert.setString(4, lineage.contract());
            insert.setString(5, artefact);
            insert.setLong(6, bytes);
            insert.setString(7, text);
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        insertStep(connection, id, 0, first, root(id, artefact, bytes, text));
        return true;
    }

    /** Adds a step, and its stage is the model's. Notices where another hub was quicker, and the work is done anew. */
    public static void step(Connection connection, ModelId id, Step step) throws SQLException {
        int revision = revision(connection, id);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE hub_model SET stage = ?, revision = ?" + " WHERE name = ? AND version = ? AND revision = ?")) {
            update.setString(1, step.stage().name());
            update.setInt(2, revision + 1);
            bind(update, 3, id);
            update.setInt(5, revision);
            if (update.executeUpdate() == 0) {
                throw new Ledger.Contended("another hub changed " + id + " meanwhile");
            }
        }
        insertStep(connection, id, revision + 1, step, lastSeal(connection, id));
    }

    private static int revision(Connection connection, ModelId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT revision FROM hub_model WHERE name = ? AND version = ?")) {
            bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new Ledger.Contended(id + " is gone");
                }
                return row.getInt(1);
            }
        }
    }

    private static void insertStep(Connection connection, ModelId id, int number, Step step, String before)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO hub_step (name, version, number, at,"
                + " stage, who, note, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, 1, id);
            insert.setInt(3, number);
            insert.setLong(4, Times.micros(step.at()));
            insert.setString(5, step.stage().name());
            insert.setString(6, step.by());
            insert.setString(7, step.note());
            insert.setString(8, seal(before, step));
            insert.executeUpdate();
        }
    }

    private static String lastSeal(Connection connection, ModelId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT seal FROM hub_step WHERE name = ? AND version = ? ORDER BY number DESC LIMIT 1")) {
            bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    private static String root(ModelId id, String artefact, long bytes, String lineage) {
        return Seal.over(id.toString(), artefact, Long.toString(bytes), lineage);
    }

    private static String seal(String before, Step step) {
        return Seal.over(
                before, Long.toString(Times.micros(step.at())), step.stage().name(), step.by(), step.note());
    }

    /**
     * Whether a model's record is as it was written: each seal over its step and the seal before, the first over where it
     * comes from.
     *
     * @return what is not; empty where all is
     */
    public static Optional<String> broken(Connection connection, ModelId id) throws SQLException {
        String seal;
        Stage stage;
        try (PreparedStatement select = connection.prepareStatement(MODEL + " WHERE name = ? AND version = ?")) {
            bind(select, 1, id);
            List<Row> rows = rows(select);
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            Row row = rows.get(0);
            seal = root(id, row.artefact(), row.bytes(), row.lineage());
            stage = row.stage();
        }
        Stage last = null;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT at, stage, who, note, seal FROM hub_step WHERE name = ? AND version = ? ORDER BY number")) {
            bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    last = Stage.valueOf(row.getString(2));
                    Step step = new Step(Times.instant(row.getLong(1)), last, row.getString(3), row.getString(4));
                    seal = seal(seal, step);
                    if (!seal.equals(row.getString(5))) {
                        return Optional.of("the record of " + id + " was changed behind the hub's back, at its step of "
                                + step.at() + " or where it comes from");
                    }
                }
            }
        }
        return last == stage
                ? Optional.empty()
                : Optional.of("the record of " + id + " was changed behind the hub's back: its stage is " + stage
                        + ", its last step says " + last);
    }

    /** For hubs that share the tables: the artefact itself. */
    public static void keepArtefact(Connection connection, String digest, byte[] body) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO hub_artefact (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING")) {
            insert.setString(1, digest);
            insert.setBinaryStream(2, new ByteArrayInputStream(body), body.length);
            insert.executeUpdate();
        }
    }

    public static Optional<byte[]> artefact(Connection connection, String digest) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT body FROM hub_artefact WHERE digest = ?")) {
            select.setString(1, digest);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    static void bind(PreparedStatement statement, int first, ModelId id) throws SQLException {
        statement.setString(first, id.name());
        statement.setString(first + 1, id.version().toString());
    }
}
