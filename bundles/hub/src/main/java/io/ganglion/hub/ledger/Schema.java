// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, version by version. A migration is never edited, only followed by another one. */
final class Schema {

    private static final List<String> FIRST = List.of(
            // lineage: JSON as it was sealed. revision: counts the changes, so that of two at once one notices.
            "CREATE TABLE hub_model (name TEXT NOT NULL, version TEXT NOT NULL, stage TEXT NOT NULL,"
                    + " contract TEXT NOT NULL, artefact TEXT NOT NULL, bytes BIGINT NOT NULL, lineage TEXT NOT NULL,"
                    + " revision INTEGER NOT NULL, PRIMARY KEY (name, version))",
            // at: microseconds since the epoch, as all times here. seal: over this step and the seal before it.
            "CREATE TABLE hub_step (name TEXT NOT NULL, version TEXT NOT NULL, number INTEGER NOT NULL, at BIGINT NOT NULL,"
                    + " stage TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, seal TEXT NOT NULL,"
                    + " PRIMARY KEY (name, version, number))",
            // number, at: the last decision of the node's router that is in the tenures.
            "CREATE TABLE hub_node (name TEXT PRIMARY KEY, number BIGINT NOT NULL, at BIGINT NOT NULL)",
            "CREATE TABLE hub_tenure (id TEXT PRIMARY KEY, node TEXT NOT NULL, contract TEXT NOT NULL, name TEXT NOT NULL,"
                    + " version TEXT NOT NULL, role TEXT NOT NULL, share DOUBLE PRECISION NOT NULL, tag TEXT NOT NULL,"
                    + " since BIGINT NOT NULL, until BIGINT, reason TEXT NOT NULL)",
            "CREATE INDEX hub_tenure_time ON hub_tenure (contract, since)",
            "CREATE INDEX hub_tenure_open ON hub_tenure (node, contract) WHERE until IS NULL",
            "CREATE TABLE hub_publication (node TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,"
                    + " at BIGINT NOT NULL, PRIMARY KEY (node, name, version))",
            // written: digest of the features.xml that was written last; after a crash it may still lie there.
            "CREATE TABLE hub_feed (node TEXT PRIMARY KEY, written TEXT NOT NULL)",
            "CREATE TABLE hub_artefact (digest TEXT PRIMARY KEY, body {bytes} NOT NULL)");

    private final List<List<String>> migrations;

    Schema() {
        this(List.of(FIRST));
    }

    Schema(List<List<String>> migrations) {
        this.migrations = migrations;
    }

    static List<String> first() {
        return FIRST;
    }

    /** Brings the tables to the version that this release knows, in one transaction. */
    void migrate(Connection connection, Database database) throws SQLException {
        database.lockTables(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS hub_fact (name TEXT PRIMARY KEY, value BIGINT NOT NULL)");
            long version = version(statement);
            if (version > migrations.size()) {
                throw new IllegalStateException("the registry was written by a newer release: schema=" + version
                        + " known=" + migrations.size() + ". Install that release");
            }
            for (long next = version; next < migrations.size(); next++) {
                for (String sql : migrations.get((int) next)) {
                    statement.execute(sql.replace("{bytes}", database.bytesType()));
                }
            }
            set(connection, migrations.size());
        }
        connection.commit();
    }

    private static long version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT value FROM hub_fact WHERE name = 'schema'")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void set(Connection connection, long version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO hub_fact (name, value)"
                + " VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
            insert.setLong(1, version);
            insert.executeUpdate();
        }
    }
}
