// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file, which one process has at a time. A damaged one is put aside, and said. */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";
    private static final Set<SQLiteErrorCode> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);
    private static final int VERSION = 1;
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE alert (id TEXT PRIMARY KEY, use_case TEXT, contract TEXT, asset TEXT, open INTEGER, begun INTEGER,"
                    + " ended INTEGER, raised INTEGER, json TEXT NOT NULL)",
            "CREATE INDEX alert_raised ON alert (raised)",
            "CREATE INDEX alert_place ON alert (use_case, contract, asset, ended)",
            "CREATE TABLE alert_device (device TEXT, contract TEXT, alert TEXT, PRIMARY KEY (device, contract, alert))"
                    + " WITHOUT ROWID",
            "CREATE TABLE work_order (number INTEGER PRIMARY KEY, uid TEXT UNIQUE, state TEXT, assignee TEXT, device TEXT,"
                    + " created INTEGER, closed INTEGER, ticket TEXT, system TEXT, json TEXT NOT NULL)",
            "CREATE INDEX work_order_state ON work_order (state)",
            "CREATE INDEX work_order_ticket ON work_order (system, ticket)",
            "CREATE TABLE fact (number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT, kind TEXT, by TEXT, at TEXT,"
                    + " recorded TEXT, text TEXT)",
            "CREATE INDEX fact_subject ON fact (subject)",
            "CREATE TABLE errand (uid TEXT PRIMARY KEY, system TEXT, act TEXT, tries INTEGER, due INTEGER, refused INTEGER)",
            "CREATE TABLE breach (uid TEXT, span TEXT, PRIMARY KEY (uid, span)) WITHOUT ROWID",
            "CREATE TABLE label_due (id TEXT PRIMARY KEY, json TEXT NOT NULL)",
            "CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT)");

    private final Path file;
    private final Clock clock;
    private final IntSupplier maxPages;
    private FileChannel lockFile;
    private String notice = "";

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    Database(Path folder, Clock clock, IntSupplier maxPages) {
        this.file = folder.resolve("feedback.db");
        this.clock = clock;
        this.maxPages = maxPages;
    }

    Path file() {
        return file;
    }

    /** What became of a damaged file; empty where there was none. */
    synchronized String notice() {
        return notice;
    }

    static boolean isDamage(SQLException e) {
        return e instanceof SQLiteException sqlite
                && DAMAGED.contains(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff));
    }

    synchronized Connection connect() throws SQLException, IOException {
        Files.createDirectories(file.getParent());
        if (lockFile == null) {
            lockFile = lock(file.resolveSibling("feedback.lock"));
        }
        try {
            return open();
        } catch (SQLException e) {
            if (!isDamage(e)) {
                throw e;
            }
            setAside();
            return open();
        }
    }

    private FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Said below, as for another process.
        }
        channel.close();
        throw new IOException(
                file + " is in use by another process. Stop that node, or give this one a data folder of its own"
                        + " (ganglion.data)");
    }

    private Connection open() throws SQLException, IOException {
        nativeFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-2_048);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            if (maxPages.getAsInt() > 0) {
                statement.execute("PRAGMA max_page_count=" + maxPages.getAsInt());
            }
            try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (row.next() && !"ok".equals(row.getString(1))) {
                    throw new SQLiteException(row.getString(1), SQLiteErrorCode.SQLITE_CORRUPT);
                }
            }
            connection.setAutoCommit(false);
            migrate(connection, statement);
            return connection;
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    private void migrate(Connection connection, Statement statement) throws SQLException, IOException {
        int version;
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            version = row.next() ? row.getInt(1) : 0;
        }
        if (version > VERSION) {
            throw new IOException(file + " was written by a newer bundle: its version is " + version
                    + ", this one knows " + VERSION + ". Install that bundle again");
        }
        if (version == 0) {
            for (String table : SCHEMA) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version=" + VERSION);
        }
        connection.commit();
    }

    /** Below our own data, as the store does it: /tmp may be full, shared, or without the right to execute. */
    private void nativeFolder() throws IOException {
        synchronized (Database.class) {
            if (System.getProperty(LIBRARY_FOLDER) != null) {
                return;
            }
            Path folder = Files.createDirectories(file.resolveSibling("native"));
            // What a killed node left behind.
            try (Stream<Path> left = Files.list(folder)) {
                for (Path path : left.toList()) {
                    Files.deleteIfExists(path);
                }
            }
            System.setProperty(LIBRARY_FOLDER, folder.toString());
        }
    }

    /** Nobody may have it open. */
    synchronized void setAside() throws IOException {
        String name = file.getFileName() + ".damaged-" + clock.millis();
        for (String suffix : List.of("-wal", "-shm", "")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(part, file.resolveSibling(name + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        notice = "alerts and work orders were damaged, and begin anew; what there was lies in "
                + file.resolveSibling(name) + ". Labels are in a file of their own, and are all there";
        LOG.warn(notice);
    }

    @Override
    public synchronized void close() {
        try {
            if (lockFile != null) {
                lockFile.close();
                lockFile = null;
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
