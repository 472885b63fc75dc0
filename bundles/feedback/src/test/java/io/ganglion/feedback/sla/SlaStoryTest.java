// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.sla;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Sla.Leg;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import io.ganglion.feedback.Loop;
import io.ganglion.feedback.Plant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlaStoryTest {
    private static final ModelId NEXT = ModelId.parse("pump-anomaly@1.1.0");

    @TempDir
    Path folder;

    private final Plant.Hands clock = new Plant.Hands(NOON.plusSeconds(600));

    private static void raise(Loop loop, String device) {
        int before = loop.desk.list(Set.of(), "", "", 1_000).size();
        loop.rows(device, NOON, "xxxxxxx");
        await().until(() -> loop.desk.list(Set.of(), "", "", 1_000).size() == before + 1);
    }

    private static Leg leg(Sla sla, Span span) {
        return sla.legs().get(span.ordinal());
    }

    @Test
    void theBoardCountsWhatHappened_theSameAfterARestart() throws Exception {
        List<Sla> before;
        try (Loop loop = new Loop(folder, clock)) {
            for (int i = 1; i <= 10; i++) {
                raise(loop, "pump-" + i);
            }
            for (int i = 1; i <= 9; i++) {
                clock.wind(Duration.ofMinutes(1));
                loop.desk.acknowledge("WO-" + i, "ada");
                Finding finding = i <= 6 ? Finding.CONFIRMED : i <= 8 ? Finding.REFUTED : Finding.OTHER_FAULT;
                loop.desk.resolve("WO-" + i, new Resolution(finding, "", "", ""), "ada");
            }
            loop.desk.report(
                    "Pump", "pump-99", NOON, NOON.plusSeconds(9), new Resolution(Finding.MISSED, "", "", ""), "ada");
            before = loop.board.report(NOON, NOON.plusSeconds(99_999));
        }
        try (Loop loop = new Loop(folder, clock)) {
            List<Sla> report = loop.board.report(NOON, NOON.plusSeconds(99_999));
            assertThat(report).isEqualTo(before).hasSize(2);
            Sla sla = report.get(0);
            assertThat(sla.model()).contains(Plant.MODEL);
            assertThat(sla.alerts()).isEqualTo(10);
            assertThat(sla.closureRate()).isEqualTo(0.9);
            assertThat(sla.refutedRate()).isEqualTo(2.0 / 9);
            assertThat(report.get(1).missed()).isEqualTo(1);
            Leg acknowledged = leg(sla, Span.TICKET_TO_ACKNOWLEDGEMENT);
            assertThat(acknowledged.done()).isEqualTo(9);
            assertThat(acknowledged.open()).isEqualTo(1);
            assertThat(acknowledged.median()).contains(Duration.ofMinutes(5));
            assertThat(acknowledged.p90()).contains(Duration.ofMinutes(9));
            assertThat(acknowledged.target()).contains(Duration.ofHours(4));
            assertThat(acknowledged.breaches()).isZero();
            // A year later nothing happened since; what was before is the trend.
            assertThat(loop.board.report(NOON.plusSeconds(99_999), NOON.plusSeconds(199_999)))
                    .isEmpty();
            assertThat(loop.board.report(Instant.MIN, Instant.MAX)).hasSize(2);
        }
    }

    @Test
    void aTargetThatIsMissed_isSaidOnce_alsoOverARestart_andCountsWhileItIsOpen() throws Exception {
        try (Loop loop = new Loop(folder, clock)) {
            raise(loop, "pump-1");
            loop.board.watch();
            assertThat(loop.ear.breaches).isEmpty();
            clock.wind(Duration.ofHours(5));
            loop.board.watch();
            loop.board.watch();
            assertThat(loop.ear.breaches).containsExactly("WO-1 TICKET_TO_ACKNOWLEDGEMENT");
            Sla sla = loop.board.report(NOON, NOON.plusSeconds(99_999)).get(0);
            assertThat(leg(sla, Span.TICKET_TO_ACKNOWLEDGEMENT).breaches()).isEqualTo(1);
        }
        try (Loop loop = new Loop(folder, clock)) {
            loop.board.watch();
            assertThat(loop.ear.breaches).isEmpty();
        }
    }

    private record Fake(List<Firing> made, List<Decision> taken) implements Retraining, Router {
        @Override
        public Firing request(String model, String by, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Firing> firings(int limit) {
            return made;
        }

        @Override
        public List<RoutePlan> plans() {
            return List.of();
        }

        @Override
        public Decision route(RoutePlan plan, String by, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decision promote(ModelId model, String by, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decision rollBack(String contract, String by, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ArmReport> arms() {
            return List.of();
        }

        @Override
        public List<Decision> decisions(String contract, int limit) {
            return taken;
        }

        @Override
        public Optional<ModelId> answered(String contract, String device, Instant at) {
            return Optional.empty();
        }

        @Override
        public Comparison compare(ModelId trial) {
            throw new UnsupportedOperationException();
        }
    }

    private static Firing firing(long number, Instant at, Optional<ModelId> candidate) {
        return new Firing(
                number,
                at,
                "pump-anomaly",
                Trigger.LABELS,
                Map.of(),
                "policy",
                candidate.isPresent() ? Outcome.CANDIDATE : Outcome.DECLINED,
                "",
                candidate,
                1);
    }

    private static Decision decision(Instant at, ModelId champion) {
        return new Decision(
                1, at, "Pump", Decision.Kind.PROMOTED, Optional.of(champion), RoutePlan.automatic("Pump"), "ada", "");
    }

    @Test
    void aLabelIsLive_withTheFirstChampionThatWasTrainedAfterIt() throws Exception {
        try (Loop loop = new Loop(folder, clock)) {
            raise(loop, "pump-1");
            loop.desk.resolve("WO-1", new Resolution(Finding.CONFIRMED, "", "", ""), "ada");
            Instant label = clock.instant();
            ModelId before = ModelId.parse("pump-anomaly@1.0.5");
            List<Firing> firings = new ArrayList<>(List.of(
                    firing(1, label.minusSeconds(1), Optional.of(before)),
                    firing(2, label.plusSeconds(10), Optional.empty()),
                    firing(3, label.plusSeconds(20), Optional.of(NEXT))));
            List<Decision> decisions = new ArrayList<>(List.of(decision(label.plusSeconds(5), before)));
            Fake fake = new Fake(firings, decisions);
            loop.board.live(fake, fake);
            clock.wind(Duration.ofHours(1));
            assertThat(leg(loop.board.report(NOON, NOON.plusSeconds(99_999)).get(0), Span.LABEL_TO_LIVE)
                            .open())
                    .isEqualTo(1);

            decisions.add(decision(label.plusSeconds(1_800), NEXT));
            loop.board.live(fake, fake);
            // The log of decisions is bounded; what was found is kept.
            decisions.clear();
            loop.board.live(fake, fake);
            assertThat(leg(loop.board.report(NOON, NOON.plusSeconds(99_999)).get(0), Span.LABEL_TO_LIVE)
                            .median())
                    .contains(Duration.ofMinutes(30));
        }
    }
}
