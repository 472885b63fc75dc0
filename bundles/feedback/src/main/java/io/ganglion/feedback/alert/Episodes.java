// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Severity;
import io.ganglion.feedback.News;
import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.Episode;
import io.ganglion.feedback.keep.Ids;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes episodes of what the fast road says about single devices: an asset has one at a time. */
public final class Episodes {

    /** Where work orders come from. */
    public interface Opening {
        /** Makes a work order of an episode; its id. */
        String open(Books books, Episode episode, AlertPolicy policy) throws SQLException;

        /** The episode has more devices, is worse, or is over: its work order ought to know. */
        void follow(Books books, Episode episode, String fact) throws SQLException;
    }

    private final Labels labels;
    private final Opening desk;
    private final News news;
    private final Clock clock;

    Episodes(Labels labels, Opening desk, News news, Clock clock) {
        this.labels = labels;
        this.desk = desk;
        this.news = news;
        this.clock = clock;
    }

    void take(Turn turn, Books books) throws SQLException {
        Optional<Episode> latest = books.latest(turn.contract(), turn.device());
        Optional<Episode> open = latest.filter(episode -> episode.alert().open());
        if (open.isEmpty()) {
            open = books.open(turn.policy().useCase(), turn.contract(), turn.asset());
        }
        if (!turn.over()) {
            Episode episode = open.isPresent() ? goOn(open.get(), turn, books) : raise(turn, latest, books);
            release(episode, turn, books);
        } else if (open.isPresent() && open.get().spells().containsKey(turn.device())) {
            over(open.get(), turn, books);
        } else if (latest.flatMap(episode -> episode.alert().to())
                .map(to -> nanos(to) < turn.from())
                .orElse(true)) {
            // Its beginning was never written: the disk was full, or the queue.
            Episode episode = open.isPresent() ? goOn(open.get(), turn, books) : raise(turn, latest, books);
            over(release(episode, turn, books), turn, books);
        }
    }

    private Episode raise(Turn turn, Optional<Episode> latest, Books books) throws SQLException {
        long after = latest.flatMap(episode -> episode.alert().to())
                .map(Episodes::nanos)
                .orElse(Long.MIN_VALUE);
        long from = Math.min(turn.at(), Math.max(turn.from(), after));
        Spell spell = new Spell(from, turn.at(), turn.rows(), turn.score(), turn.severity(), 0);
        Alert alert = new Alert(
                Ids.next(clock.millis()),
                turn.policy().useCase(),
                turn.asset(),
                turn.contract(),
                List.of(turn.device()),
                turn.severity(),
                instant(from),
                Optional.empty(),
                clock.instant(),
                turn.model(),
                turn.score(),
                turn.rows(),
                turn.contributions(),
                hold(turn).orElse(""),
                Optional.empty());
        Episode episode = new Episode(alert, turn.entity(), Map.of(turn.device(), spell));
        books.put(episode);
        books.fact(
                alert.id(),
                "RAISED",
                "policy",
                instant(turn.at()),
                clock.instant(),
                alert.severity() + " " + alert.held());
        if (!alert.held().isEmpty()) {
            books.after(() -> news.alert(alert));
        }
        return episode;
    }

    /** Gives an episode its work order where nothing holds it back, or nothing does any more. */
    private Episode release(Episode episode, Turn turn, Books books) throws SQLException {
        if (episode.alert().workOrder().isPresent() || hold(turn).isPresent()) {
            return episode;
        }
        Alert alert = episode.alert();
        Episode free = new Episode(copy(alert, "", Optional.empty()), episode.entity(), episode.spells());
        String order = desk.open(books, free, turn.policy());
        Episode opened = new Episode(copy(alert, "", Optional.of(order)), episode.entity(), episode.spells());
        books.put(opened);
        books.after(() -> news.alert(opened.alert()));
        return opened;
    }

    private static Alert copy(Alert alert, String held, Optional<String> order) {
        return new Alert(
                alert.id(),
                alert.useCase(),
                alert.asset(),
                alert.contract(),
                alert.devices(),
                alert.severity(),
                alert.from(),
                alert.to(),
                alert.raised(),
                alert.model(),
                alert.score(),
                alert.rows(),
                alert.contributions(),
                held,
                order);
    }

    private Episode goOn(Episode episode, Turn turn, Books books) throws SQLException {
        Map<String, Spell> spells = new HashMap<>(episode.spells());
        spells.merge(
                turn.device(),
                new Spell(turn.from(), turn.at(), turn.rows(), turn.score(), turn.severity(), 0),
                Episodes::longer);
        Alert before = episode.alert();
        Episode after = spread(episode, spells, Optional.empty(), turn.device());
        books.put(after);
        String fact = "";
        if (!before.devices().contains(turn.device())) {
            fact = turn.device() + " is part of it since " + instant(turn.from());
        } else if (after.alert().severity() != before.severity()) {
            fact = "it is " + after.alert().severity() + " now, and was " + before.severity();
        }
        if (!fact.isEmpty()) {
            books.fact(before.id(), "GREW", "policy", instant(turn.at()), clock.instant(), fact);
            desk.follow(books, after, fact);
        }
        return after;
    }

    private static Spell longer(Spell before, Spell now) {
        long rows = before.to() == 0 ? Math.max(before.rows(), now.rows()) : before.rows() + now.rows();
        return new Spell(
                Math.min(before.from(), now.from()),
                Math.max(before.seen(), now.seen()),
                rows,
                Math.max(before.score(), now.score()),
                worse(before.severity(), now.severity()),
                now.to());
    }

    private void over(Episode episode, Turn turn, Books books) throws SQLException {
        Map<String, Spell> spells = new HashMap<>(episode.spells());
        spells.computeIfPresent(
                turn.device(),
                (device, spell) -> new Spell(
                        spell.from(),
                        turn.at(),
                        Math.max(spell.rows(), turn.rows()),
                        Math.max(spell.score(), turn.score()),
                        worse(spell.severity(), turn.severity()),
                        Math.max(turn.at(), spell.from())));
        boolean all = spells.values().stream().allMatch(spell -> spell.to() != 0);
        Optional<Instant> to = all
                ? spells.values().stream().map(spell -> instant(spell.to())).max(Instant::compareTo)
                : Optional.empty();
        Episode after = spread(episode, spells, to, turn.device());
        books.put(after);
        if (all) {
            String fact = "all is well again since " + to.get();
            books.fact(episode.alert().id(), "ENDED", "policy", to.get(), clock.instant(), fact);
            desk.follow(books, after, fact);
            books.after(() -> news.alert(after.alert()));
        }
    }

    private static Episode spread(Episode episode, Map<String, Spell> spells, Optional<Instant> to, String device) {
        Alert before = episode.alert();
        List<String> devices = new ArrayList<>(before.devices());
        if (!devices.contains(device)) {
            devices.add(device);
        }
        Severity severity = before.severity();
        double score = before.score();
        long rows = 0;
        long from = Long.MAX_VALUE;
        for (Spell spell : spells.values()) {
            severity = worse(severity, spell.severity());
            score = Math.max(score, spell.score());
            rows += spell.rows();
            from = Math.min(from, spell.from());
        }
        Alert alert = new Alert(
                before.id(),
                before.useCase(),
                before.asset(),
                before.contract(),
                devices,
                severity,
                instant(from),
                to,
                before.raised(),
                before.model(),
                score,
                rows,
                before.contributions(),
                before.held(),
                before.workOrder());
        return new Episode(alert, episode.entity(), spells);
    }

    /** Why nobody is sent there now. */
    private Optional<String> hold(Turn turn) {
        Instant at = instant(turn.at());
        Optional<String> window = turn.policy().windows().stream()
                .filter(candidate -> candidate.isIn(at))
                .map(candidate -> "maintenance window " + candidate)
                .findFirst();
        return window.or(() -> labels.list(turn.contract(), turn.device(), at, at.plusNanos(1)).stream()
                .filter(label -> label.finding() == Finding.MAINTENANCE)
                .map(Episodes::said)
                .findFirst());
    }

    private static String said(Label label) {
        return "maintenance until " + label.to() + ", as " + label.by() + " said";
    }

    private static Severity worse(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
