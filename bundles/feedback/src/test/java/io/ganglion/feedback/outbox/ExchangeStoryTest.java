// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.feedback.Loop;
import io.ganglion.feedback.Plant;
import io.ganglion.feedback.alert.AlertPolicy;
import io.ganglion.feedback.alert.AlertPolicy.Clear;
import io.ganglion.feedback.alert.AlertPolicy.Raise;
import io.ganglion.feedback.alert.Policies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeStoryTest {
    private static final Duration POLL = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Plant.Hands clock = new Plant.Hands(NOON.plusSeconds(600));
    private NastySystem system;

    @BeforeEach
    void system() {
        system = new NastySystem(clock, 7);
    }

    private static AlertPolicy policy() {
        AlertPolicy ordinary = new Policies(List.of()).covering("Pump", "pump-7");
        return new AlertPolicy(
                "uptime",
                "Pump",
                ordinary.devices(),
                ordinary.asset(),
                new Raise(3, 5, Duration.ZERO),
                new Clear(4, Duration.ZERO, Duration.ZERO),
                ordinary.ladder(),
                List.of(),
                Map.of(),
                "redmine",
                true);
    }

    private Loop loop() throws IOException {
        return new Loop(folder, clock, policy());
    }

    private Exchange exchange(Loop loop) {
        return new Exchange(
                system,
                loop.ledger,
                loop.desk,
                loop.labelDesk,
                Plant.WORDS,
                new Exchange.Settings(
                        POLL,
                        new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), () -> 0.5),
                        order -> Optional.empty(),
                        useCase -> true),
                clock);
    }

    private static void raise(Loop loop, String device) {
        int before = loop.desk.list(Set.of(), "", "", 1_000).size();
        loop.rows(device, NOON, "xxxx");
        await().until(() -> loop.desk.list(Set.of(), "", "", 1_000).size() == before + 1);
    }

    /** Steps until the clock has gone on so far. */
    private void run(Exchange exchange, Duration on) {
        Instant end = clock.instant().plus(on);
        while (clock.instant().isBefore(end)) {
            Instant next = exchange.step();
            Duration wait = Duration.between(clock.instant(), next);
            clock.wind(wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
        }
    }

    private static WorkOrder order(Loop loop) {
        return loop.desk.find("WO-1").orElseThrow();
    }

    private static List<Label> labels(Loop loop) {
        return loop.labels.list("Pump", "", Instant.EPOCH, NOON.plus(Duration.ofDays(999)));
    }

    @Test
    void anAlertBecomesATicket_andWhatIsClosedThereWithACause_isALabel() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            Exchange exchange = exchange(loop);
            exchange.step();
            assertThat(order(loop).ticket()).map(WorkOrder.TicketReference::id).contains("1");

            clock.wind(Duration.ofHours(1));
            system.close("1", "Lager", "outer ring", "");
            exchange.step();

            WorkOrder closed = order(loop);
            assertThat(closed.state()).isEqualTo(State.CLOSED);
            assertThat(closed.resolution())
                    .contains(new Resolution(Finding.CONFIRMED, "bearing-wear", "", "outer ring"));
            assertThat(closed.resolved()).contains(clock.instant());
            assertThat(labels(loop)).extracting(Label::finding).containsExactly(Finding.CONFIRMED);
            assertThat(system.closed).isEmpty();

            // Read again and again, it is the same.
            int facts = loop.desk.facts("WO-1").size();
            exchange.hint("1");
            run(exchange, Duration.ofMinutes(10));
            assertThat(loop.desk.facts("WO-1")).hasSize(facts);
        }
    }

    @Test
    void whatIsResolvedHere_isClosedThere_inItsWords() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            Exchange exchange = exchange(loop);
            exchange.step();
            loop.desk.resolve("WO-1", new Resolution(Finding.CONFIRMED, "bearing-wear", "changed it", ""), "ada");
            run(exchange, Duration.ofMinutes(5));

            assertThat(system.closed).containsExactly("1 Lager");
            assertThat(order(loop).resolution().orElseThrow().action()).isEqualTo("changed it");
            assertThat(loop.desk.facts("WO-1"))
                    .extracting(Fact::kind)
                    .contains("TICKET_CLOSED")
                    .doesNotContain("CORRECTED");
        }
    }

    @Test
    void aCauseThatNobodyKnows_isKeptInItsWords_andMarked() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            Exchange exchange = exchange(loop);
            exchange.step();
            system.close("1", "Gremlins", "they were everywhere", "");
            clock.wind(POLL);
            exchange.step();

            assertThat(order(loop).resolution())
                    .contains(new Resolution(Finding.OTHER_FAULT, "", "", "Gremlins: they were everywhere"));
            assertThat(loop.desk.facts("WO-1"))
                    .filteredOn(fact -> fact.kind().equals("UNKNOWN_CAUSE"))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.text()).contains("Gremlins", "aiot:work-order-resolve WO-1"));
        }
    }

    @Test
    void aVerdictCountsMoreThanACause_andWithNeitherAPersonIsAsked() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            raise(loop, "pump-8");
            Exchange exchange = exchange(loop);
            exchange.step();
            system.close("1", "", "", "");
            system.close("2", "Lager", "", "False-Alarm");
            clock.wind(POLL);
            exchange.step();

            assertThat(order(loop).state()).isEqualTo(State.RESOLVED);
            assertThat(order(loop).trouble()).contains("without cause or verdict");
            assertThat(labels(loop))
                    .extracting(Label::device, Label::finding)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("pump-8", Finding.REFUTED));

            // The verdict comes later there, as a correction of what was said.
            system.close("1", "Lager", "", "");
            clock.wind(POLL);
            exchange.step();
            assertThat(order(loop).state()).isEqualTo(State.CLOSED);
            system.close("1", "Nichts", "", "");
            clock.wind(POLL);
            exchange.step();
            assertThat(order(loop).resolution().orElseThrow().finding()).isEqualTo(Finding.REFUTED);
            assertThat(loop.desk.facts("WO-1")).extracting(Fact::kind).contains("CORRECTED");
        }
    }

    @Test
    void aClockThatIsAnHourOff_isSeenByItsNow_andATimeBeforeTheBeginningIsBent() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            raise(loop, "pump-8");
            system.off = Duration.ofHours(-1);
            Exchange exchange = exchange(loop);
            exchange.step();
            clock.wind(Duration.ofMinutes(20));
            system.close("1", "Lager", "", "");
            Ticket early = system.ticket(
                    "2",
                    system.tickets.get("2").key(),
                    Ticket.State.RESOLVED,
                    "",
                    Optional.of(NOON.minusSeconds(90_000)),
                    "Lager",
                    "",
                    "");
            system.tickets.put("2", early);
            exchange.step();

            assertThat(order(loop).resolved()).contains(clock.instant());
            WorkOrder second = loop.desk.find("WO-2").orElseThrow();
            assertThat(second.resolved()).contains(second.created());
            assertThat(loop.desk.facts("WO-2")).extracting(Fact::kind).contains("CLOCK");
            assertThat(loop.desk.facts("WO-1")).extracting(Fact::kind).doesNotContain("CLOCK");
        }
    }

    @Test
    void aTicketThatIsRefused_waitsForAPerson_whoAsksAgain() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            system.refusing = true;
            Exchange exchange = exchange(loop);
            run(exchange, Duration.ofHours(1));
            assertThat(order(loop).trouble())
                    .isEqualTo("redmine refuses: HTTP 422 tracker is unknown. Set tracker. Once that is put right:"
                            + " aiot:work-order-retry WO-1");
            int calls = system.calls;
            assertThat(calls).isLessThan(5);

            system.refusing = false;
            loop.desk.retry("WO-1", "ada");
            exchange.step();
            assertThat(order(loop).ticket()).isPresent();
            assertThat(order(loop).trouble()).isEmpty();
        }
    }

    @Test
    void aTicketThatVanished_isMadeAnew_onceAndNotTwice() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            system.lists = false;
            Exchange exchange = exchange(loop);
            exchange.step();
            system.tickets.remove("1");
            run(exchange, Duration.ofMinutes(10));

            assertThat(order(loop).ticket()).map(WorkOrder.TicketReference::id).contains("2");
            assertThat(system.tickets).hasSize(1);
            assertThat(loop.desk.facts("WO-1")).extracting(Fact::kind).containsOnlyOnce("TICKET_GONE");
        }
    }

    @Test
    void whileTheSystemIsAway_itIsAskedLessAndLess_andNothingIsLost() throws Exception {
        try (Loop loop = loop()) {
            for (int i = 0; i < 20; i++) {
                raise(loop, "pump-" + i);
            }
            system.nastiness = 1;
            Exchange exchange = exchange(loop);
            run(exchange, Duration.ofHours(3));
            assertThat(system.calls).isLessThan(60);
            assertThat(exchange.trouble()).startsWith("redmine: ");
            assertThat(loop.desk.list(Set.of(), "", "", 99))
                    .anyMatch(order -> !order.trouble().isEmpty());

            system.nastiness = 0;
            run(exchange, Duration.ofHours(1));
            assertThat(system.tickets).hasSize(20);
            assertThat(loop.desk.list(Set.of(), "", "", 99))
                    .allMatch(order -> order.trouble().isEmpty());
            assertThat(exchange.trouble()).isEmpty();
        }
    }

    @Test
    void whateverTheSystemDoes_andWheneverTheNodeRestarts_anEpisodeHasOneTicketAndOneVerdict() throws Exception {
        for (int draw = 0; draw < 12; draw++) {
            Path own = folder.resolve("draw-" + draw);
            SplittableRandom random = new SplittableRandom(draw);
            system = new NastySystem(clock, draw);
            system.lists = random.nextBoolean();
            Set<String> devices = new HashSet<>();
            for (int life = 0; life < 4; life++) {
                try (Loop loop = new Loop(own, clock, policy())) {
                    Exchange exchange = exchange(loop);
                    system.nastiness = 0.4;
                    for (int round = 0; round < 10; round++) {
                        int act = random.nextInt(5);
                        if (act == 0 && devices.size() < 9) {
                            raise(loop, "pump-" + devices.size());
                            devices.add("pump-" + devices.size());
                        } else if (act == 1 && !system.tickets.isEmpty()) {
                            String id = Integer.toString(random.nextInt(system.tickets.size()) + 1);
                            if (system.tickets.get(id).state() != Ticket.State.RESOLVED) {
                                system.close(id, "Lager", "", "");
                            }
                        } else if (act == 2 && !devices.isEmpty()) {
                            String id = "WO-" + (random.nextInt(devices.size()) + 1);
                            loop.desk.resolve(id, new Resolution(Finding.CONFIRMED, "bearing-wear", "", ""), "ada");
                        }
                        run(exchange, Duration.ofSeconds(random.nextInt(90)));
                    }
                }
            }
            try (Loop loop = new Loop(own, clock, policy())) {
                system.nastiness = 0;
                run(exchange(loop), Duration.ofHours(2));
                assertThat(new HashSet<>(system.created)).as("draw %d", draw).hasSameSizeAs(system.created);
                for (WorkOrder order : loop.desk.list(Set.of(), "", "", 99)) {
                    assertThat(order.trouble()).as("draw %d %s", draw, order).isEmpty();
                    boolean closed = order.state() == State.CLOSED;
                    order.ticket().ifPresent(ticket -> assertThat(
                                    system.tickets.get(ticket.id()).state() == Ticket.State.RESOLVED)
                            .as("draw %s", order)
                            .isEqualTo(closed));
                    assertThat(loop.labels.list("Pump", order.device(), Instant.EPOCH, NOON.plusSeconds(99_999_999)))
                            .hasSize(closed ? 1 : 0);
                    // One that nobody resolved before it had its ticket has one.
                    assertThat(closed || order.ticket().isPresent()).isTrue();
                }
            }
        }
    }
}
