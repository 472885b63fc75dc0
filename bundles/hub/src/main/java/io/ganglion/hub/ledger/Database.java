// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Where the tables lie. */
public interface Database extends AutoCloseable {

    /** A new connection that commits when told to. */
    Connection connect() throws SQLException, IOException;

    /** Keeps others from changing the tables until the transaction ends. */
    void lockTables(Connection connection) throws SQLException;

    /**
     * The isolation, as {@link Connection} numbers it, by which what a transaction read still holds when it writes, or it has
     * lost.
     */
    int isolation();

    /** The type of a column of bytes. */
    String bytesType();

    /** Whether other hubs use it too; then artefacts lie in it, for each has a disk of its own. */
    boolean isShared();

    /** Whether this is about the connection, so that a new one may do better. */
    boolean isAway(SQLException e);

    /** Whether the transaction lost against another one, and may be tried again. */
    boolean isLost(SQLException e);

    /** For the operator: one sentence with the next step. */
    String diagnose(Throwable t);

    /** What was found at the start that somebody should know; empty where nothing. */
    default String notice() {
        return "";
    }

    @Override
    void close();
}
