// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One table, one column an attribute, one row a row; WAL and synchronous=FULL as ours. */
final class SqliteRows implements Contestant {

    private final boolean keyed;
    private Connection connection;
    private PreparedStatement insert;

    /** @param keyed whether rows lie by device and time, so that they are found again; else a query looks at all */
    SqliteRows(boolean keyed) {
        this.keyed = keyed;
    }

    @Override
    public String name() {
        return keyed ? "sqlite_rows" : "sqlite_rows_without_key";
    }

    @Override
    public void open(Path folder) throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        Files.createDirectories(folder);
        source.setUrl("jdbc:sqlite:" + folder.resolve("rows.db"));
        connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            StringBuilder table = new StringBuilder("CREATE TABLE IF NOT EXISTS reading (device INTEGER, time INTEGER");
            Plant.NAMES.forEach(name -> table.append(", ").append(name).append(" REAL"));
            table.append(keyed ? ", PRIMARY KEY (device, time)) WITHOUT ROWID" : ")");
            statement.execute(table.toString());
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    @Override
    public void append(Observation[] rows, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            insert.setInt(
                    1, Integer.parseInt(rows[i].device(), 5, rows[i].device().length(), 10));
            insert.setLong(2, rows[i].time());
            for (int a = 0; a < rows[i].values().length; a++) {
                insert.setDouble(3 + a, rows[i].values()[a]);
            }
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
    }

    @Override
    public void finish() {
        // Nothing is left to do.
    }

    @Override
    public int query(int device, int attribute, long from, long to) throws Exception {
        long[] times = new long[1 << 17];
        double[] values = new double[1 << 17];
        int size = 0;
        try (PreparedStatement select = connection.prepareStatement("SELECT time, " + Plant.NAMES.get(attribute)
                + " FROM reading WHERE device = ? AND time >= ? AND time < ? ORDER BY time")) {
            select.setInt(1, device);
            select.setLong(2, from);
            select.setLong(3, to);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    times[size] = row.getLong(1);
                    values[size++] = row.getDouble(2);
                }
            }
        }
        connection.rollback();
        return size;
    }

    @Override
    public void close() throws Exception {
        insert.close();
        connection.close();
    }
}
