// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import static java.util.stream.Collectors.toCollection;

import io.ganglion.api.hub.Hub.Tenure;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.framework.Version;

/**
 * Who had which part where and when, out of the routers' decisions; and the stage LIVE, which follows from it. Each method is
 * part of its caller's transaction.
 */
public final class Tenures {

    private static final String CHAMPION = "champion";
    private static final String SHADOW = "shadow";

    private Tenures() {}

    /** A model's part in a plan; the same part goes on over any number of decisions. */
    private record Part(ModelId model, String role, double share, String tag) {
        boolean answers() {
            return !role.equals(SHADOW);
        }
    }

    private record Open(String id, Part part) {}

    /**
     * How far a node's decisions are in the tenures.
     *
     * @param number of the last one; 0 before the first
     * @param at when it took effect
     */
    public record Mark(long number, Instant at) {
        /** Before the first decision. */
        public static final Mark NONE = new Mark(0, Instant.EPOCH);
    }

    public static Mark mark(Connection connection, String node) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT number, at FROM hub_node WHERE name = ?")) {
            select.setString(1, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Mark(row.getLong(1), Times.instant(row.getLong(2))) : Mark.NONE;
            }
        }
    }

    /** Where the node counts anew: the next decision is the first again. */
    public static void forget(Connection connection, String node) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM hub_node WHERE name = ?")) {
            delete.setString(1, node);
            delete.executeUpdate();
        }
    }

    /**
     * Ends and begins tenures as a decision says, and lets the stages follow.
     *
     * @param last the decision before it, as it was read; where another one has come between, the work is done anew
     */
    public static void take(Connection connection, String node, Mark last, Decision decision) throws SQLException {
        move(connection, node, last, decision);
        Set<Part> now = parts(decision);
        Set<ModelId> touched = new LinkedHashSet<>();
        Set<ModelId> failed = new LinkedHashSet<>();
        Set<Part> stay = new LinkedHashSet<>();
        for (Open open : open(connection, node, decision.contract())) {
            if (now.contains(open.part())) {
                stay.add(open.part());
            } else {
                end(connection, open.id(), decision.at());
                touched.add(open.part().model());
                if (failed(open.part(), decision.kind())
                        && now.stream().noneMatch(part -> part.model()
                                .equals(open.part().model()))) {
                    failed.add(open.part().model());
                }
            }
        }
        for (Part part : now) {
            if (!stay.contains(part)) {
                begin(connection, node, decision, part);
                touched.add(part.model());
            }
        }
        for (ModelId model : touched) {
            follow(connection, model, node, decision, failed.contains(model));
        }
    }

    /** A trial that was stopped has failed, and a champion that was rolled back; a trial that a roll-back ends has not. */
    private static boolean failed(Part part, Decision.Kind kind) {
        return part.role().equals(CHAMPION) ? kind == Decision.Kind.ROLLED_BACK : kind == Decision.Kind.STOPPED;
    }

    private static void move(Connection connection, String node, Mark last, Decision decision) throws SQLException {
        String sql = last.number() == 0
                ? "INSERT INTO hub_node (number, at, name) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
                : "UPDATE hub_node SET number = ?, at = ? WHERE name = ? AND number = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, decision.number());
            update.setLong(2, Times.micros(decision.at()));
            update.setString(3, node);
            if (last.number() != 0) {
                update.setLong(4, last.number());
            }
            if (update.executeUpdate() == 0) {
                throw new Ledger.Contended("two hubs follow the node " + node);
            }
        }
    }

    private static Set<Part> parts(Decision decision) {
        Set<Part> parts = new LinkedHashSet<>();
        double challengers = decision.plan().trials().stream()
                .mapToDouble(
                        trial -> trial.mode() == io.ganglion.api.rollout.RoutePlan.Mode.CHALLENGER ? trial.share() : 0)
                .sum();
        decision.champion().ifPresent(model -> parts.add(new Part(model, CHAMPION, Math.max(0, 1 - challengers), "")));
        decision.plan()
                .trials()
                .forEach(trial -> parts.add(new Part(
                        trial.model(), trial.mode().name().toLowerCase(Locale.ROOT), trial.share(), trial.tag())));
        return parts;
    }

    private static List<Open> open(Connection connection, String node, String contract) throws SQLException {
        List<Open> open = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id, name, version, role, share, tag FROM"
                + " hub_tenure WHERE node = ? AND contract = ? AND until IS NULL")) {
            select.setString(1, node);
            select.setString(2, contract);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ModelId model = new ModelId(row.getString(2), Version.parseVersion(row.getString(3)));
                    open.add(new Open(
                            row.getString(1), new Part(model, row.getString(4), row.getDouble(5), row.getString(6))));
                }
            }
        }
        return open;
    }

    private static void end(Connection connection, String id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE hub_tenure SET until = ? WHERE id = ?")) {
            update.setLong(1, Times.micros(at));
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private static void begin(Connection connection, String node, Decision decision, Part part) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO hub_tenure (id, node, contract, name,"
                + " version, role, share, tag, since, until, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, node);
            insert.setString(3, decision.contract());
            Records.bind(insert, 4, part.model());
            insert.setString(6, part.role());
            insert.setDouble(7, part.share());
            insert.setString(8, part.tag());
            insert.setLong(9, Times.micros(decision.at()));
            insert.setNull(10, Types.BIGINT);
            insert.setString(11, decision.reason());
            insert.executeUpdate();
        }
    }

    /** LIVE while it answers anywhere; after that what it was before, or retired where it failed. */
    private static void follow(Connection connection, ModelId model, String node, Decision decision, boolean failed)
            throws SQLException {
        Optional<ModelRecord> known = Records.find(connection, model);
        if (known.isEmpty()) {
            return;
        }
        ModelRecord record = known.get();
        List<String> where = answers(connection, model);
        Stage stage = record.stage();
        if (!where.isEmpty()) {
            stage = Stage.LIVE;
        } else if (failed) {
            stage = Stage.RETIRED;
        } else if (stage == Stage.LIVE) {
            stage = before(record);
        }
        if (stage != record.stage()) {
            String note = (stage == Stage.LIVE ? "answers for " : "answers no more for ") + decision.contract() + " on "
                    + node + ": " + decision.reason();
            Instant last = record.steps().get(record.steps().size() - 1).at();
            // It may have answered before it was entered; the story goes on in order all the same.
            Instant at = decision.at().isBefore(last) ? last : decision.at();
            Records.step(connection, model, new Step(at, stage, decision.by(), note));
        }
    }

    /** Where a model was before it answered. */
    private static Stage before(ModelRecord record) {
        for (int i = record.steps().size() - 1; i >= 0; i--) {
            Stage stage = record.steps().get(i).stage();
            if (stage != Stage.LIVE) {
                return stage;
            }
        }
        return Stage.APPROVED;
    }

    /** The nodes on which a model answers. */
    public static List<String> answers(Connection connection, ModelId model) throws SQLException {
        List<String> nodes = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT DISTINCT node FROM hub_tenure WHERE name = ?"
                        + " AND version = ? AND role <> '" + SHADOW + "' AND until IS NULL ORDER BY node")) {
            Records.bind(select, 1, model);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    nodes.add(row.getString(1));
                }
            }
        }
        return nodes;
    }

    /** A model that was entered after it began to answer becomes LIVE with this. */
    public static void enter(Connection connection, ModelId model, Instant at) throws SQLException {
        List<String> where = answers(connection, model);
        if (!where.isEmpty()) {
            Records.step(
                    connection,
                    model,
                    new Step(at, Stage.LIVE, "policy", "answered already on " + String.join(", ", where)));
        }
    }

    /** Those that touch a time, ordered by their begin. */
    public static List<Tenure> between(Connection connection, String contract, Instant from, Instant to)
            throws SQLException {
        return select(
                connection,
                "since < ? AND (until IS NULL OR until > ?)" + (contract.isEmpty() ? "" : " AND contract = ?"),
                select -> {
                    select.setLong(1, Times.micros(to));
                    select.setLong(2, Times.micros(from));
                    if (!contract.isEmpty()) {
                        select.setString(3, contract);
                    }
                });
    }

    /** Who answered on a node at a time. */
    public static Set<ModelId> answering(Connection connection, String node, String contract, Instant at)
            throws SQLException {
        return select(
                        connection,
                        "node = ? AND contract = ? AND since <= ? AND (until IS NULL OR until > ?)",
                        select -> {
                            select.setString(1, node);
                            select.setString(2, contract);
                            select.setLong(3, Times.micros(at));
                            select.setLong(4, Times.micros(at));
                        })
                .stream()
                .filter(tenure -> !tenure.role().equals(SHADOW))
                .map(Tenure::model)
                .collect(toCollection(LinkedHashSet::new));
    }

    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    private static List<Tenure> select(Connection connection, String where, Binding binding) throws SQLException {
        List<Tenure> tenures = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT node, contract, name, version, role, share, tag,"
                        + " since, until, reason FROM hub_tenure WHERE " + where
                        + " ORDER BY since, node, contract, CASE role WHEN 'champion' THEN 0 ELSE 1 END, name, version")) {
            binding.to(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long until = row.getLong(9);
                    Optional<Instant> to = row.wasNull() ? Optional.empty() : Optional.of(Times.instant(until));
                    tenures.add(new Tenure(
                            row.getString(1),
                            row.getString(2),
                            new ModelId(row.getString(3), Version.parseVersion(row.getString(4))),
                            row.getString(5),
                            row.getDouble(6),
                            Times.instant(row.getLong(8)),
                            to,
                            row.getString(10)));
                }
            }
        }
        return tenures;
    }
}
