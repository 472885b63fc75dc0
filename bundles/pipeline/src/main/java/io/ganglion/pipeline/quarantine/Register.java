// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What is in the quarantine, read beside the thread that writes it. Thread-safe. */
public final class Register {

    private final Ledger ledger;

    Register(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The newest of those selected first. */
    public List<QuarantinedPayload> list(Selection selection, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        return query(Kept.SELECT, Criteria.of(selection), " ORDER BY id DESC LIMIT " + limit, Kept::read);
    }

    public List<QuarantinedPayload> list(int limit) {
        return list(Selection.ALL, limit);
    }

    /** The oldest of those selected, from after one id up to another. */
    List<QuarantinedPayload> page(Selection selection, long after, long upTo, int limit) {
        return query(Kept.SELECT, between(selection, after, upTo), " ORDER BY id LIMIT " + limit, Kept::read);
    }

    long count(Selection selection, long after, long upTo) {
        return query("SELECT count(*) FROM payload", between(selection, after, upTo), "", row -> row.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }

    private static Criteria between(Selection selection, long after, long upTo) {
        return Criteria.of(selection).and("id > ?", after).and("id <= ?", upTo);
    }

    /** The greatest id; 0 where there is none. */
    long newest() {
        return query("SELECT coalesce(max(id),0) FROM payload", Criteria.of(Selection.ALL), "", row -> row.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }

    public List<Group> groups(Selection selection) {
        return query(Kept.GROUPS, Criteria.of(selection), Kept.GROUPED, Kept::readGroup);
    }

    public Optional<QuarantinedPayload> find(long id) {
        return list(Selection.of(id), 1).stream().findFirst();
    }

    private <T> List<T> query(String select, Criteria criteria, String order, Ledger.Row<T> row) {
        return read(() -> ledger.query(select, criteria, order, row));
    }

    /** How many are kept. */
    public long size() {
        return read(ledger::rows);
    }

    /** A question to the file. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException, IOException;
    }

    private <T> T read(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new IllegalStateException(Diagnosis.ofReading(e, ledger.file()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
