// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.WorkOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The books, open for one act. */
public final class Books {
    private final Connection connection;
    private final List<Runnable> after = new ArrayList<>();

    Books(Connection connection) {
        this.connection = connection;
    }

    /** Is done once this act is on the disk. */
    public void after(Runnable task) {
        after.add(task);
    }

    List<Runnable> afterwards() {
        return after;
    }

    // Alerts

    public void put(Episode episode) throws SQLException {
        Alert alert = episode.alert();
        run(
                "INSERT OR REPLACE INTO alert VALUES (?,?,?,?,?,?,?,?,?)",
                alert.id(),
                alert.useCase(),
                alert.contract(),
                alert.asset(),
                alert.open() ? 1 : 0,
                millis(alert.from()),
                alert.to().map(Books::millis).orElse(null),
                millis(alert.raised()),
                Json.write(episode));
        for (String device : alert.devices()) {
            run("INSERT OR IGNORE INTO alert_device VALUES (?,?,?)", device, alert.contract(), alert.id());
        }
    }

    public Optional<Episode> episode(String id) throws SQLException {
        return first(episodes("SELECT json FROM alert WHERE id=?", id));
    }

    public Optional<Episode> open(String useCase, String contract, String asset) throws SQLException {
        return first(episodes(
                "SELECT json FROM alert WHERE use_case=? AND contract=? AND asset=? AND ended IS NULL LIMIT 1",
                useCase,
                contract,
                asset));
    }

    /** The newest episode of a device. */
    public Optional<Episode> latest(String contract, String device) throws SQLException {
        return first(episodes(
                "SELECT json FROM alert_device d JOIN alert a ON a.id=d.alert WHERE d.device=? AND d.contract=?"
                        + " ORDER BY a.begun DESC LIMIT 1",
                device,
                contract));
    }

    public List<Episode> open() throws SQLException {
        return episodes("SELECT json FROM alert WHERE open=1 ORDER BY raised");
    }

    public List<Episode> episodes(String device, Instant from, Instant to, boolean openOnly, int limit)
            throws SQLException {
        return episodes(
                "SELECT json FROM alert WHERE begun<? AND (ended IS NULL OR ended>?) AND open>=?"
                        + " AND (?='' OR id IN (SELECT alert FROM alert_device WHERE device=?))"
                        + " ORDER BY raised DESC, id DESC LIMIT ?",
                millis(to),
                millis(from),
                openOnly ? 1 : 0,
                device,
                device,
                limit);
    }

    public List<Episode> raised(Instant from, Instant to) throws SQLException {
        return episodes(
                "SELECT json FROM alert WHERE raised>=? AND raised<? ORDER BY raised", millis(from), millis(to));
    }

    private List<Episode> episodes(String sql, Object... values) throws SQLException {
        return json(Episode.class, sql, values);
    }

    // Work orders

    public long nextNumber() throws SQLException {
        return number("SELECT COALESCE(MAX(number),0)+1 FROM work_order");
    }

    public void put(Sheet sheet) throws SQLException {
        WorkOrder order = sheet.order();
        run(
                "INSERT OR REPLACE INTO work_order VALUES (?,?,?,?,?,?,?,?,?,?)",
                sheet.number(),
                sheet.uid(),
                order.state().name(),
                order.assignee(),
                order.device(),
                millis(order.created()),
                order.closed().map(Books::millis).orElse(null),
                order.ticket().map(WorkOrder.TicketReference::id).orElse(null),
                sheet.system(),
                Json.write(sheet));
    }

    public Optional<Sheet> sheet(long number) throws SQLException {
        return first(sheets("SELECT json FROM work_order WHERE number=?", number));
    }

    /** By the episode's id, or one that was reported by its own. */
    public Optional<Sheet> sheetOf(String uid) throws SQLException {
        return first(sheets("SELECT json FROM work_order WHERE uid=?", uid));
    }

    public Optional<Sheet> withTicket(String system, String ticket) throws SQLException {
        return first(sheets("SELECT json FROM work_order WHERE system=? AND ticket=?", system, ticket));
    }

    public List<Sheet> sheets(Set<WorkOrder.State> states, String assignee, String device, int limit)
            throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder where = new StringBuilder("SELECT json FROM work_order WHERE 1=1");
        if (!states.isEmpty()) {
            where.append(" AND state IN (")
                    .append("?,".repeat(states.size() - 1))
                    .append("?)");
            states.forEach(state -> values.add(state.name()));
        }
        if (!assignee.isEmpty()) {
            where.append(" AND assignee IN ('',?)");
            values.add(assignee);
        }
        if (!device.isEmpty()) {
            where.append(" AND device=?");
            values.add(device);
        }
        values.add(limit);
        return sheets(where + " ORDER BY number DESC LIMIT ?", values.toArray());
    }

    /** Work orders made in a time. */
    public List<Sheet> created(Instant from, Instant to) throws SQLException {
        return sheets(
                "SELECT json FROM work_order WHERE created>=? AND created<? ORDER BY number", millis(from), millis(to));
    }

    /** With a ticket, and without a verdict or with one since then. */
    public List<Sheet> watched(String system, Instant since) throws SQLException {
        return sheets(
                "SELECT json FROM work_order WHERE system=? AND ticket IS NOT NULL AND (closed IS NULL OR closed>?)"
                        + " ORDER BY number",
                system,
                millis(since));
    }

    /** Those whose clocks still run: not closed, or closed since then. */
    public List<Sheet> running(Instant since) throws SQLException {
        return sheets("SELECT json FROM work_order WHERE closed IS NULL OR closed>? ORDER BY number", millis(since));
    }

    private List<Sheet> sheets(String sql, Object... values) throws SQLException {
        return json(Sheet.class, sql, values);
    }

    // Facts

    public void fact(String subject, String kind, String by, Instant at, Instant recorded, String text)
            throws SQLException {
        run(
                "INSERT INTO fact (subject,kind,by,at,recorded,text) VALUES (?,?,?,?,?,?)",
                subject,
                kind,
                by,
                at.toString(),
                recorded.toString(),
                text);
    }

    public List<Fact> facts(String subject) throws SQLException {
        return query(
                row -> new Fact(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.parse(row.getString(5)),
                        Instant.parse(row.getString(6)),
                        row.getString(7)),
                "SELECT number,subject,kind,by,at,recorded,text FROM fact WHERE subject=? ORDER BY number",
                subject);
    }

    // Errands

    public void put(Errand errand) throws SQLException {
        run(
                "INSERT OR REPLACE INTO errand VALUES (?,?,?,?,?,?)",
                errand.uid(),
                errand.system(),
                errand.act().name(),
                errand.tries(),
                millis(errand.due()),
                errand.refused() ? 1 : 0);
    }

    public void done(Errand errand) throws SQLException {
        run("DELETE FROM errand WHERE uid=?", errand.uid());
    }

    public Optional<Errand> errand(String uid) throws SQLException {
        return first(errands("SELECT * FROM errand WHERE uid=?", uid));
    }

    public List<Errand> due(String system, Instant now, int limit) throws SQLException {
        return errands(
                "SELECT * FROM errand WHERE system=? AND refused=0 AND due<=? ORDER BY due LIMIT ?",
                system,
                millis(now),
                limit);
    }

    /** When the next one is due. */
    public Optional<Instant> nextDue(String system) throws SQLException {
        return first(query(
                row -> Instant.ofEpochMilli(row.getLong(1)),
                "SELECT due FROM errand WHERE system=? AND refused=0 ORDER BY due LIMIT 1",
                system));
    }

    private List<Errand> errands(String sql, Object... values) throws SQLException {
        return query(
                row -> new Errand(
                        row.getString(1),
                        row.getString(2),
                        Errand.Act.valueOf(row.getString(3)),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getInt(6) == 1),
                sql,
                values);
    }

    // Breaches, labels on their way, marks

    /** Whether this is the first time that it is said. */
    public boolean breach(String uid, Span span) throws SQLException {
        return run("INSERT OR IGNORE INTO breach VALUES (?,?)", uid, span.name()) > 0;
    }

    public void labelDue(Label label) throws SQLException {
        run("INSERT OR REPLACE INTO label_due VALUES (?,?)", label.id(), Json.write(label));
    }

    public List<Label> labelsDue() throws SQLException {
        return json(Label.class, "SELECT json FROM label_due ORDER BY rowid");
    }

    /** It is in the log of labels; unless it was corrected meanwhile. */
    public void labelled(Label label) throws SQLException {
        run("DELETE FROM label_due WHERE id=? AND json=?", label.id(), Json.write(label));
    }

    public Optional<String> mark(String name) throws SQLException {
        return first(query(row -> row.getString(1), "SELECT value FROM mark WHERE name=?", name));
    }

    public void mark(String name, String value) throws SQLException {
        run("INSERT OR REPLACE INTO mark VALUES (?,?)", name, value);
    }

    public long troubled() throws SQLException {
        return number("SELECT COUNT(*) FROM errand WHERE refused=1 OR tries>0");
    }

    // SQL

    @FunctionalInterface
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private int run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private long number(String sql) throws SQLException {
        return query(row -> row.getLong(1), sql).get(0);
    }

    private <T> List<T> json(Class<T> type, String sql, Object... values) throws SQLException {
        return query(row -> Json.read(row.getString(1), type), sql, values);
    }

    private <T> List<T> query(Row<T> reader, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.of(rows));
            }
            return found;
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static <T> Optional<T> first(List<T> found) {
        return found.stream().findFirst();
    }

    /** Of a time that may be the beginning or the end of all times. */
    static long millis(Instant instant) {
        long second = Math.max(-1L << 40, Math.min(1L << 40, instant.getEpochSecond()));
        return second * 1000 + instant.getNano() / 1_000_000;
    }
}
