// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.sla;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Sla.Leg;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Router;
import io.ganglion.feedback.News;
import io.ganglion.feedback.alert.Policies;
import io.ganglion.feedback.keep.Episode;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.keep.Sheet;
import io.ganglion.feedback.sla.Legs.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The board of clocks. */
public final class SlaBoard implements Slas {
    /** A breach of a work order that was closed longer ago is no news. */
    private static final Duration NEWS = Duration.ofDays(90);

    private final String site;
    private final Ledger ledger;
    private final Supplier<Policies> policies;
    private final News news;
    private final Clock clock;

    public SlaBoard(String site, Ledger ledger, Supplier<Policies> policies, News news, Clock clock) {
        this.site = site;
        this.ledger = ledger;
        this.policies = policies;
        this.news = news;
        this.clock = clock;
    }

    /** What is reported as one: a use case, and a model or what people told by themselves. */
    private record Group(String useCase, Optional<ModelId> model) implements Comparable<Group> {
        private static final Comparator<Group> ORDER = Comparator.comparing(
                        (Group group) -> group.model().isEmpty())
                .thenComparing(Group::useCase)
                .thenComparing(group -> group.model().orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /** What happened in a time. */
    private static final class Count {
        long alerts;
        final List<Sheet> stories = new ArrayList<>();

        long found(Finding finding) {
            return stories.stream()
                    .flatMap(story -> story.order().resolution().stream())
                    .filter(resolution -> resolution.finding() == finding)
                    .count();
        }

        long closed() {
            return stories.stream()
                    .map(story -> story.order().resolution())
                    .flatMap(Optional<Resolution>::stream)
                    .count();
        }
    }

    @Override
    public List<Sla> report(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a report's time ends after it begins: from=" + from + " to=" + to);
        }
        Map<Group, Count> now = count(from, to);
        Instant earlier = earlier(from, to);
        Map<Group, Count> before = earlier.isBefore(from) ? count(earlier, from) : Map.of();
        List<Sla> report = new ArrayList<>();
        now.forEach((group, count) -> report.add(sla(group, count, before.getOrDefault(group, new Count()), from, to)));
        return report;
    }

    private static Instant earlier(Instant from, Instant to) {
        try {
            return from.minus(Duration.between(from, to));
        } catch (ArithmeticException | java.time.DateTimeException e) {
            // All times: there is nothing before.
            return from;
        }
    }

    private Map<Group, Count> count(Instant from, Instant to) {
        return ledger.act(books -> {
            Map<Group, Count> counts = new TreeMap<>();
            for (Episode episode : books.raised(from, to)) {
                Alert alert = episode.alert();
                Count count = counts.computeIfAbsent(
                        new Group(alert.useCase(), Optional.of(alert.model())), group -> new Count());
                count.alerts++;
                Optional<Sheet> sheet = books.sheetOf(alert.id());
                sheet.ifPresent(count.stories::add);
            }
            for (Sheet sheet : books.created(from, to)) {
                if (sheet.order().alert().isEmpty()) {
                    counts.computeIfAbsent(new Group(sheet.order().useCase(), Optional.empty()), group -> new Count())
                            .stories
                            .add(sheet);
                }
            }
            return counts;
        });
    }

    private Sla sla(Group group, Count count, Count before, Instant from, Instant to) {
        Map<Span, Duration> targets = targets(group.useCase());
        List<Leg> legs = new ArrayList<>();
        for (Span span : Span.values()) {
            legs.add(Legs.leg(
                    span, count.stories, before.stories, Optional.ofNullable(targets.get(span)), clock.instant()));
        }
        return new Sla(
                group.useCase(),
                site,
                group.model(),
                from,
                to,
                legs,
                count.alerts,
                count.stories.size(),
                count.closed(),
                count.found(Finding.CONFIRMED),
                group.model().isPresent() ? count.found(Finding.REFUTED) : 0,
                count.found(Finding.OTHER_FAULT),
                count.found(Finding.MISSED));
    }

    private Map<Span, Duration> targets(String useCase) {
        return policies.get().named(useCase).map(policy -> policy.targets()).orElse(Map.of());
    }

    /** Says each target that was missed, once. */
    public void watch() {
        Instant now = clock.instant();
        ledger.act(books -> {
            for (Sheet sheet : books.running(now.minus(NEWS))) {
                Map<Span, Duration> targets = targets(sheet.order().useCase());
                for (Map.Entry<Span, Duration> target : targets.entrySet()) {
                    Optional<Run> run = Legs.run(target.getKey(), sheet);
                    boolean late = run.isPresent()
                            && run.get().length(now).compareTo(target.getValue()) > 0
                            && books.breach(sheet.uid(), target.getKey());
                    if (late) {
                        books.fact(
                                sheet.id(),
                                "BREACH",
                                "policy",
                                now,
                                now,
                                target.getKey() + " took longer than " + target.getValue());
                        books.after(() -> news.breach(sheet.order(), target.getKey(), target.getValue()));
                    }
                }
            }
            return null;
        });
    }

    /** Looks whether a model that learned from labels began to answer. */
    public void live(Retraining retraining, Router router) {
        Instant now = clock.instant();
        List<Sheet> waiting = ledger.act(books -> books.running(now.minus(NEWS))).stream()
                .filter(sheet ->
                        sheet.order().closed().isPresent() && sheet.live().isEmpty())
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        Graduates graduates = new Graduates(retraining, router);
        for (Sheet sheet : waiting) {
            graduates
                    .first(
                            sheet.order().contract(),
                            sheet.model(),
                            sheet.order().closed().orElseThrow())
                    .ifPresent(graduate -> ledger.act(books -> {
                        Sheet current = books.sheetOf(sheet.uid()).orElseThrow();
                        books.put(current.live(graduate.at()));
                        books.fact(
                                sheet.id(),
                                "LIVE",
                                "policy",
                                graduate.at(),
                                now,
                                graduate.model() + " answers, which was trained after this label");
                        return null;
                    }));
        }
    }
}
