// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A file beside the artefacts, which one process has at a time. A damaged one is put aside. */
public final class SqliteDatabase implements Database {

    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";
    private static final Set<SQLiteErrorCode> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    private final Path file;
    private final Clock clock;
    private final IntSupplier maxPages;
    private FileChannel lockFile;
    private volatile String notice = "";

    public SqliteDatabase(Path folder, Clock clock) throws IOException {
        this(folder, clock, () -> 0);
    }

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    public SqliteDatabase(Path folder, Clock clock, IntSupplier maxPages) throws IOException {
        Files.createDirectories(folder);
        this.file = folder.resolve("hub.db");
        this.clock = clock;
        this.maxPages = maxPages;
    }

    private FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(StandardCharsets.US_ASCII.encode(
                        Long.toString(ProcessHandle.current().pid())));
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Said below, as for another process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        String owner = Files.readString(path).strip();
        channel.close();
        throw new IOException(file + " is in use by process " + owner
                + ". Stop that node, or give this one a data folder of its own (ganglion.data)");
    }

    @Override
    public synchronized Connection connect() throws SQLException, IOException {
        if (lockFile == null) {
            lockFile = lock(file.resolveSibling("hub.lock"));
        }
        try {
            return open();
        } catch (SQLiteException e) {
            if (!DAMAGED.contains(primary(e))) {
                throw e;
            }
            setAside();
            return open();
        }
    }

    private Connection open() throws SQLException, IOException {
        nativeFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-256);
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
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Below our own data, as the store does it: /tmp may be full, shared, or without the right to execute. */
    private void nativeFolder() throws IOException {
        synchronized (SqliteDatabase.class) {
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

    private void setAside() throws IOException {
        String name = file.getFileName() + ".damaged-" + clock.millis();
        for (String suffix : List.of("-wal", "-shm", "")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(part, file.resolveSibling(name + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        notice = "a damaged registry was put aside: " + name
                + "; a new one was begun, and knows the models of this node again. Restore hub.db from a backup where"
                + " candidates and history matter";
    }

    @Override
    public void lockTables(Connection connection) {
        // The file has one process.
    }

    @Override
    public int isolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public String bytesType() {
        return "BLOB";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean isAway(SQLException e) {
        // The next connection finds the damage, and puts the file aside.
        return e instanceof SQLiteException sqlite && DAMAGED.contains(primary(sqlite));
    }

    @Override
    public boolean isLost(SQLException e) {
        return false;
    }

    @Override
    public String diagnose(Throwable t) {
        if (t instanceof SQLiteException e) {
            return switch (primary(e)) {
                case SQLITE_FULL -> "no room for " + file + " ("
                        + (file.getParent().toFile().getUsableSpace() >> 20)
                        + " MB free). Free disk space there; nothing was changed";
                case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> "no right to write " + file
                        + ". Make it and its folder writable for the node";
                default -> "the registry " + file + " failed: " + e.getMessage();
            };
        }
        return t instanceof IOException ? t.getMessage() : "the registry " + file + " failed: " + t;
    }

    @Override
    public String notice() {
        return notice;
    }

    @Override
    public synchronized void close() {
        if (lockFile != null) {
            try {
                lockFile.close();
            } catch (IOException e) {
                // The lock goes with the process at the latest.
            }
            lockFile = null;
        }
    }

    /** Without the extension in the upper bits. */
    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xFF);
    }
}
