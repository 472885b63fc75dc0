// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/** A PostgreSQL server, which many hubs may share. */
public final class PostgresDatabase implements Database {

    private static final Pattern URL = Pattern.compile("jdbc:postgresql://[A-Za-z0-9.:\\[\\]-]+/[A-Za-z0-9_.-]+");
    private static final Set<String> TLS = Set.of("disable", "require", "verify-ca", "verify-full");
    /** One of our own, so that no other application of the server waits for it. */
    private static final long LOCK = 0x67_61_6e_67_6c_69_6f_6eL;

    private static final int PASSWORD_LIMIT = 1_024;

    private final Access access;

    /**
     * How to reach it.
     *
     * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE}; everything else has a setting of its own
     * @param user who owns the tables
     * @param passwordFile readable by its owner alone; read at each connection
     * @param tls {@code disable}, {@code require}, {@code verify-ca} or {@code verify-full}
     * @param rootCertificate of the server's certificate, PEM; empty for the JVM's own
     */
    public record Access(String url, String user, String passwordFile, String tls, String rootCertificate) {
        public Access {
            if (!URL.matcher(url).matches()) {
                throw new IllegalArgumentException(
                        "url must be jdbc:postgresql://HOST:PORT/DATABASE, without parameters: url=" + url);
            }
            if (!TLS.contains(tls)) {
                throw new IllegalArgumentException(
                        "tls must be disable, require, verify-ca or verify-full: tls=" + tls);
            }
            if (user.isBlank() || passwordFile.isBlank()) {
                throw new IllegalArgumentException(
                        "PostgreSQL needs user and password_file: user=" + user + " password_file=" + passwordFile);
            }
        }
    }

    public PostgresDatabase(Access access) {
        this.access = access;
    }

    @Override
    public Connection connect() throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", access.user());
        properties.setProperty("password", password(Path.of(access.passwordFile())));
        properties.setProperty("sslmode", access.tls());
        if (!access.tls().equals("disable") && access.rootCertificate().isEmpty()) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else if (!access.rootCertificate().isEmpty()) {
            properties.setProperty("sslrootcert", access.rootCertificate());
        }
        properties.setProperty("ApplicationName", "ganglion-hub");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "20");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = new Driver().connect(access.url(), properties);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static String password(Path file) throws IOException {
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new IOException(file + " is open to others than its owner: chmod 600 " + file);
            }
        }
        if (Files.size(file) > PASSWORD_LIMIT) {
            throw new IOException(file + " is no password: it has " + Files.size(file) + " bytes");
        }
        return Files.readString(file).strip();
    }

    @Override
    public void lockTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    /** Snapshot isolation: of two who change one row, the second one gets 40001. */
    @Override
    public int isolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public String bytesType() {
        return "BYTEA";
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isAway(SQLException e) {
        String state = state(e);
        // Connection exceptions, and what an operator's stop does to those who are connected.
        return state.startsWith("08") || state.startsWith("57P");
    }

    @Override
    public boolean isLost(SQLException e) {
        String state = state(e);
        return state.equals("40001") || state.equals("40P01");
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    @Override
    public String diagnose(Throwable t) {
        String where = access.url().substring("jdbc:postgresql://".length());
        if (t instanceof SQLException e) {
            String state = state(e);
            if (state.startsWith("28")) {
                return "PostgreSQL at " + where + " refuses user " + access.user()
                        + ". See password_file of io.ganglion.hub";
            }
            if (state.startsWith("53")) {
                return "PostgreSQL at " + where + " has no room: " + e.getMessage() + "; nothing was changed";
            }
            return isAway(e)
                    ? "PostgreSQL at " + where + " cannot be reached. It is tried again every second; nothing is lost: "
                            + e.getMessage()
                    : "PostgreSQL at " + where + " failed: " + e.getMessage();
        }
        return t instanceof LinkageError
                ? "PostgreSQL's driver is not on this node: feature:install ganglion-hub-postgresql"
                : "PostgreSQL at " + where + " cannot be used: " + t.getMessage();
    }

    @Override
    public void close() {
        // Connections are their users'.
    }
}
