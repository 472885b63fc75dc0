// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.store.shelf.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The destinations' places in the file. */
public final class Places {

    private Places() {}

    public static void write(Connection connection, String destination, Place place) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO destination VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, destination);
            insert.setLong(2, place.observation());
            insert.setLong(3, place.insight());
            insert.setLong(4, place.observationLost());
            insert.setLong(5, place.insightLost());
            insert.executeUpdate();
        }
    }

    public static void delete(Connection connection, String destination) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM destination WHERE name = ?")) {
            delete.setString(1, destination);
            delete.executeUpdate();
        }
    }
}
