// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine.Selection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A selection as an SQL condition with its values. */
final class Criteria {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Criteria() {}

    static Criteria of(Selection selection) {
        Criteria criteria = new Criteria();
        selection.id().ifPresent(id -> criteria.and("id = ?", id));
        selection.reason().ifPresent(reason -> criteria.and("reason = ?", reason.name()));
        selection.path().ifPresent(path -> criteria.and("path = ?", path));
        selection.contract().ifPresent(contract -> criteria.and("claimed = ?", contract));
        selection.device().ifPresent(device -> criteria.and("device = ?", device));
        selection.since().ifPresent(since -> criteria.and("received_at >= ?", nanos(since)));
        return criteria;
    }

    Criteria and(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
        return this;
    }

    /** With a blank in front; empty where everything is meant. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    /** An instant beyond what nanoseconds since the epoch can say is the last or the first that they can. */
    private static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
