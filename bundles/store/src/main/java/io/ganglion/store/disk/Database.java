// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.disk;

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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The store's file, which one process has at a time. One thread writes; any thread reads, on a connection of its own,
 * beside the writer (WAL).
 */
public final class Database implements AutoCloseable {

    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";
    private static final String DAMAGED = ".damaged-";
    private static final int IDLE_READERS = 2;
    /** Pages of WAL that are written before they are copied into the file: 8 MB. */
    private static final int CHECKPOINT_PAGES = 2_000;

    private final Path file;
    private final IntSupplier maxPages;
    private final FileChannel lockFile;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @throws IllegalStateException where another process, or another store in this one, has the file */
    public Database(Path folder) throws IOException {
        this(folder, () -> 0);
    }

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    public Database(Path folder, IntSupplier maxPages) throws IOException {
        Files.createDirectories(folder);
        file = folder.resolve("history.db");
        this.maxPages = maxPages;
        lockFile = lock(folder.resolve("history.lock"));
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
        throw new IllegalStateException(file + " is in use by process " + owner
                + ". Stop that node, or give this one a data folder of its own (ganglion.data)");
    }

    public Path file() {
        return file;
    }

    /** A connection for the one who writes; commits when told to. */
    public Connection writer() throws SQLException, IOException {
        Connection writer = connect();
        try {
            try (Statement statement = writer.createStatement()) {
                // Before the first table, or never.
                statement.execute("PRAGMA auto_vacuum=INCREMENTAL");
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
                if (maxPages.getAsInt() > 0) {
                    statement.execute("PRAGMA max_page_count=" + maxPages.getAsInt());
                }
            }
            writer.setAutoCommit(false);
            return writer;
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    /** A question to the file, in one consistent look at it. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Any thread. */
    public <T> T read(Question<T> question) throws SQLException, IOException {
        Connection connection = idle.poll();
        if (connection == null) {
            connection = reader();
        }
        try {
            T answer = question.ask(connection);
            connection.rollback();
            giveBack(connection);
            return answer;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Connection reader() throws SQLException, IOException {
        Connection reader = connect();
        try (Statement statement = reader.createStatement()) {
            statement.execute("PRAGMA query_only=1");
            reader.setAutoCommit(false);
            return reader;
        } catch (SQLException e) {
            reader.close();
            throw e;
        }
    }

    private void giveBack(Connection connection) throws SQLException {
        if (closed || idle.size() >= IDLE_READERS) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    private Connection connect() throws SQLException, IOException {
        nativeFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-1_024);
        config.setJournalSizeLimit(CHECKPOINT_PAGES * 4_096);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    /** SQLite's library is unpacked below our own data: /tmp may be full, shared, or without the right to execute. */
    private synchronized void nativeFolder() throws IOException {
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

    /** Puts a damaged file out of the way, and returns where it is now. Nobody may be writing. */
    public Path setAside(long millis) throws IOException {
        closeIdle();
        Path aside = file.resolveSibling(file.getFileName() + DAMAGED + millis);
        for (String suffix : List.of("-wal", "-shm", "")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(
                        part, file.resolveSibling(aside.getFileName() + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return aside;
    }

    /** Damaged files that still lie beside ours. */
    public List<Path> damaged() {
        String prefix = file.getFileName() + DAMAGED;
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(path -> {
                        String name = path.getFileName().toString();
                        return name.startsWith(prefix) && !name.endsWith("-wal") && !name.endsWith("-shm");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Bytes that the file and its WAL take on the disk. */
    public long size() {
        long size = 0;
        for (String suffix : List.of("", "-wal")) {
            try {
                size += Files.size(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                // Not there.
            }
        }
        return size;
    }

    /** Bytes free on the disk for this process. */
    public long free() throws IOException {
        return Files.getFileStore(file.getParent()).getUsableSpace();
    }

    private void closeIdle() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It only read.
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
        try {
            lockFile.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
