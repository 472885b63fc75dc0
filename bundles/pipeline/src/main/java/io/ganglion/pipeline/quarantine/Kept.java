// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.QuarantinedPayload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A quarantined payload as a row of the table. */
final class Kept {

    static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS payload(
              id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, received_at INTEGER NOT NULL, driver TEXT NOT NULL,
              claimed TEXT NOT NULL, device TEXT NOT NULL, topic TEXT NOT NULL, media_type TEXT NOT NULL,
              bytes INTEGER NOT NULL, reason TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL,
              contract TEXT NOT NULL, place INTEGER NOT NULL, body BLOB NOT NULL, ran INTEGER NOT NULL DEFAULT 0)""";

    static final String INSERT = "INSERT INTO payload VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

    static final String UPDATE =
            "UPDATE payload SET reason = ?, path = ?, message = ?, contract = ?, place = ? WHERE id = ?";

    static final String SELECT =
            """
            SELECT id, received_at, driver, claimed, device, topic, media_type, bytes, reason, path, message, contract,
              place, body FROM payload
            """;

    /** Characters kept of a text that a sender chose. */
    private static final int TEXT = 1024;

    /** What a row costs beside its body and its longest texts, bytes. */
    private static final int ROW = 200;

    private Kept() {}

    /** What a row weighs against the bounds, bytes. */
    static long size(QuarantinedPayload q) {
        return ROW
                + q.payload().body().length
                + cut(q.payload().topic()).length()
                + cut(q.rejection().message()).length()
                + cut(q.rejection().path()).length();
    }

    static String cut(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…";
    }

    /** @param ran how long the node had run when it was kept, milliseconds */
    static void write(PreparedStatement row, QuarantinedPayload q, long ran) throws SQLException {
        Payload payload = q.payload();
        Rejection rejection = q.rejection();
        row.setLong(1, q.id());
        row.setLong(2, size(q));
        row.setLong(3, payload.receivedAt());
        row.setString(4, cut(payload.driver()));
        row.setString(5, payload.contract());
        row.setString(6, payload.device());
        row.setString(7, cut(payload.topic()));
        row.setString(8, cut(payload.mediaType()));
        row.setLong(9, q.bytes());
        row.setString(10, rejection.reason().name());
        row.setString(11, cut(rejection.path()));
        row.setString(12, cut(rejection.message()));
        row.setString(13, cut(rejection.contract()));
        row.setLong(14, rejection.offset());
        row.setBytes(15, payload.body());
        row.setLong(16, ran);
    }

    static void revise(PreparedStatement row, QuarantinedPayload q) throws SQLException {
        Rejection rejection = q.rejection();
        row.setString(1, rejection.reason().name());
        row.setString(2, cut(rejection.path()));
        row.setString(3, cut(rejection.message()));
        row.setString(4, cut(rejection.contract()));
        row.setLong(5, rejection.offset());
        row.setLong(6, q.id());
    }

    static QuarantinedPayload read(ResultSet row) throws SQLException {
        byte[] body = row.getBytes(14);
        Payload payload = new Payload(
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                body == null ? new byte[0] : body,
                row.getLong(2));
        Rejection rejection = new Rejection(
                Reason.valueOf(row.getString(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getLong(13));
        return new QuarantinedPayload(row.getLong(1), payload, row.getLong(8), rejection);
    }

    static final String GROUPS =
            """
            SELECT claimed, reason, path, count(*), count(DISTINCT device), min(received_at), max(received_at), max(id), message
            FROM payload""";

    static final String GROUPED =
            " GROUP BY claimed, reason, path ORDER BY count(*) DESC, claimed, reason, path LIMIT 1000";

    /** SQLite takes a column that is neither grouped nor summed, the message, from the row with the greatest id. */
    static Group readGroup(ResultSet row) throws SQLException {
        return new Group(
                row.getString(1),
                Reason.valueOf(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getString(9));
    }
}
