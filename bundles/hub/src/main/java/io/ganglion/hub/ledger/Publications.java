// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Version;

/** What each node has in its feature repository. Each method is part of its caller's transaction. */
public final class Publications {

    private Publications() {}

    /**
     * A model in a feature repository.
     *
     * @param artefact SHA-256 of its content bundle
     */
    public record Published(ModelId id, String contract, String artefact) {}

    /** What a node publishes, ordered; a retired model is no longer among it. */
    public static List<Published> of(Connection connection, String node) throws SQLException {
        List<Published> published = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT m.name, m.version, m.contract, m.artefact FROM hub_publication p JOIN hub_model m"
                        + " ON m.name = p.name AND m.version = p.version WHERE p.node = ? AND m.stage <> ?")) {
            select.setString(1, node);
            select.setString(2, Stage.RETIRED.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ModelId id = new ModelId(row.getString(1), Version.parseVersion(row.getString(2)));
                    published.add(new Published(id, row.getString(3), row.getString(4)));
                }
            }
        }
        published.sort(Comparator.comparing(Published::id));
        return published;
    }

    /** Whether it is new. */
    public static boolean add(Connection connection, String node, ModelId id, Instant at) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO hub_publication (node, name, version, at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (node, name, version) DO NOTHING")) {
            insert.setString(1, node);
            Records.bind(insert, 2, id);
            insert.setLong(4, Times.micros(at));
            return insert.executeUpdate() > 0;
        }
    }

    /** The digest of the {@code features.xml} that was written last; empty before the first. */
    public static String written(Connection connection, String node) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT written FROM hub_feed WHERE node = ?")) {
            select.setString(1, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    public static void written(Connection connection, String node, String digest) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO hub_feed (node, written) VALUES (?, ?)"
                + " ON CONFLICT (node) DO UPDATE SET written = excluded.written")) {
            insert.setString(1, node);
            insert.setString(2, digest);
            insert.executeUpdate();
        }
    }
}
