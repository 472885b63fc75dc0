// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static io.ganglion.inference.rollout.Plant.PUMP;
import static io.ganglion.inference.rollout.Plant.id;
import static io.ganglion.inference.rollout.Plant.plan;
import static io.ganglion.inference.rollout.Plant.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router.Comparison;
import io.ganglion.api.rollout.Router.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Candidates that are good, bad and broken, from real archives, under the policy. */
class PolicyTest {
    /** Rows around 10 score about 0 on the test network, rows around 14 far above 1. */
    private static final double SENSIBLE = 100;

    private static final double FLAGS_EVERYTHING = 1e-9;
    private static final String[] PUMPS = {"pump-1", "pump-2", "pump-3", "pump-4", "pump-5"};

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void open() {
        plant = new Plant(folder);
        plant.bring("1.0.0", spec(SENSIBLE));
        plant.awaitChampion("1.0.0");
    }

    @AfterEach
    void close() throws Exception {
        plant.close();
    }

    @Test
    void aBrokenVersionThatWentLive_isRolledBackByLiveMetrics_withTheFiguresInWords() {
        plant.flow(100, 10, PUMPS);
        plant.bring("1.1.0", spec(FLAGS_EVERYTHING));
        plant.awaitChampion("1.1.0");
        int rows = 0;
        while (plant.champion().equals("1.1.0") && rows < 10_000) {
            plant.flow(10, 10, PUMPS);
            rows += 10 * PUMPS.length;
            plant.check();
        }
        System.out.println("a version that flags everything answered for " + rows + " rows");
        assertThat(plant.champion()).isEqualTo("1.0.0");
        assertThat(rows).isLessThanOrEqualTo(700);
        Decision decision = plant.desk.decisions(PUMP, 1).get(0);
        assertThat(decision.kind()).isEqualTo(Kind.ROLLED_BACK);
        assertThat(decision.by()).isEqualTo("policy");
        assertThat(decision.plan())
                .as("or the highest version would come back at once")
                .isEqualTo(plan("1.0.0"));
        assertThat(decision.reason())
                .startsWith("pump-anomaly@1.0.0 answers again instead of pump-anomaly@1.1.0: it alone calls")
                .contains("rows anomalous, and pump-anomaly@1.0.0 does not");
        plant.insights.clear();
        plant.flow(10, 10, PUMPS);
        assertThat(plant.insights).hasSize(50).allMatch(insight -> insight.model()
                .equals(id("1.0.0")));
    }

    @Test
    void aBrokenShadow_isStopped_beforeAnybodyHeardOfIt() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(FLAGS_EVERYTHING));
        plant.desk.route(plan("1.0.0", Trial.shadow(id("1.1.0"))), "ada", "");
        plant.flow(200, 10, PUMPS);
        plant.check();
        Decision decision = plant.desk.decisions(PUMP, 1).get(0);
        assertThat(decision.kind()).isEqualTo(Kind.STOPPED);
        assertThat(decision.reason()).startsWith("pump-anomaly@1.1.0 is off trial: it alone calls 1000 of 1000 rows");
        assertThat(plant.desk.plans()).containsExactly(plan("1.0.0"));
        assertThat(plant.insights).noneMatch(insight -> insight.model().equals(id("1.1.0")));
    }

    /** After drift the champion begins no alert any more: it is in one all the time. */
    @Test
    void aShadowThatFlickers_isNotStoppedForItsAlerts_besideAChampionThatCriesWolf() {
        plant.bring("1.1.0", spec(FLAGS_EVERYTHING));
        plant.desk.route(plan("1.1.0", Trial.shadow(id("1.0.0"))), "ada", "");
        for (int i = 0; i < 40; i++) {
            plant.flow(10, 60, PUMPS);
            plant.flow(10, 10, PUMPS);
        }
        plant.check();
        assertThat(plant.desk.arms().stream()
                        .filter(arm -> arm.model().equals(id("1.0.0")))
                        .findFirst()
                        .orElseThrow()
                        .alerts())
                .isGreaterThanOrEqualTo(40);
        assertThat(plant.desk.plans()).containsExactly(plan("1.1.0", Trial.shadow(id("1.0.0"))));
    }

    @Test
    void aChallengerThatFailsOnLiveRows_costsNoInsight_andIsStopped() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.engine.breaksNext = true;
        plant.bring("1.1.0", spec(SENSIBLE));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 1)), "ada", "");
        plant.engine.fails = true;
        plant.flow(50, 10, PUMPS);
        assertThat(plant.insights).as("the champion stands in").hasSize(250);
        plant.check();
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason()).contains("it failed on 5 batches, more than 3");
    }

    @Test
    void aChampionThatFailsOnLiveRows_isRolledBack() {
        plant.flow(10, 10, PUMPS);
        plant.engine.breaksNext = true;
        plant.bring("1.1.0", spec(SENSIBLE));
        plant.awaitChampion("1.1.0");
        plant.engine.fails = true;
        plant.flow(50, 10, PUMPS);
        plant.check();
        assertThat(plant.champion()).isEqualTo("1.0.0");
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason()).contains("it failed on 5 batches");
    }

    @Test
    void aGoodCandidate_goesFromShadowToCanaryToLive_byPolicy_andNotBeforeItsTime() {
        plant.policy(Policies.promoting(Policy.Promotion.NOT_WORSE, Policy.Measure.ALERTS));
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(SENSIBLE + 1));
        plant.desk.route(plan("1.0.0", Trial.shadow(id("1.1.0"))), "ada", "");
        plant.flow(300, 10, PUMPS);
        plant.check();
        assertThat(plant.desk.plans())
                .as("its time is not over")
                .containsExactly(plan("1.0.0", Trial.shadow(id("1.1.0"))));
        plant.clock.turn(Duration.ofMinutes(11));
        plant.check();
        assertThat(plant.desk.plans()).containsExactly(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.2)));
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason())
                .contains(
                        "answers for 20.0 % of the devices: after 11 min: 1500 rows beside the champion, agreement 100.00 %");
        plant.clock.turn(Duration.ofMinutes(11));
        plant.check();
        assertThat(plant.champion()).as("it has answered for nobody yet").isEqualTo("1.0.0");
        String[] fleet = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> "pump-" + i)
                .toArray(String[]::new);
        plant.flow(200, 10, fleet);
        plant.check();
        assertThat(plant.champion()).isEqualTo("1.1.0");
        Decision live = plant.desk.decisions(PUMP, 1).get(0);
        assertThat(live.kind()).isEqualTo(Kind.PROMOTED);
        assertThat(live.by()).isEqualTo("policy");
    }

    @Test
    void aCandidateWithFewerRefutedAlerts_isBetter_onceTheLabelsProveIt_andOneThatMissedAFaultStays() {
        plant.policy(Policies.promoting(Policy.Promotion.BETTER, Policy.Measure.REFUTED));
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(1e9));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 1)), "ada", "");
        plant.flow(300, 10, PUMPS);
        plant.clock.turn(Duration.ofMinutes(11));
        Notes labels = new Notes();
        for (int i = 0; i < 60; i++) {
            labels.found(i, Label.Finding.REFUTED, id("1.0.0"), plant.clock.instant());
            labels.found(100 + i, Label.Finding.CONFIRMED, id("1.1.0"), plant.clock.instant());
        }
        labels.found(999, Label.Finding.CONFIRMED, id("1.0.0"), plant.clock.instant());
        plant.clock.turn(Duration.ofMinutes(30));
        plant.check(labels);
        Comparison comparison = plant.desk.compare(id("1.1.0"));
        assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparison.trialRate()).isZero();
        assertThat(comparison.championRate()).isEqualTo(60.0 / 61);
        assertThat(comparison.high()).isNegative();
        assertThat(plant.champion()).as("a fault that only the champion saw").isEqualTo("1.0.0");
        labels.correct("L999", Label.Finding.REFUTED);
        plant.check(labels);
        assertThat(plant.champion()).isEqualTo("1.1.0");
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason()).contains("0 of 60 judged alerts refuted");
    }

    @Test
    void aCandidateWhoseAlertsAreRefuted_isWorse_andStopped() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(SENSIBLE));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.5)), "ada", "");
        plant.flow(10, 10, PUMPS);
        plant.clock.turn(Duration.ofMinutes(1));
        Notes labels = new Notes();
        for (int i = 0; i < 60; i++) {
            labels.found(i, Label.Finding.CONFIRMED, id("1.0.0"), plant.clock.instant());
            labels.found(100 + i, Label.Finding.REFUTED, id("1.1.0"), plant.clock.instant());
        }
        plant.clock.turn(Duration.ofMinutes(1));
        plant.check(labels);
        Decision decision = plant.desk.decisions(PUMP, 1).get(0);
        assertThat(decision.kind()).isEqualTo(Kind.STOPPED);
        assertThat(decision.reason()).contains("60 of 60 judged alerts refuted, the champion's 0 of 60");
        ArmReport champion = plant.desk.arms().get(0);
        assertThat(champion.confirmed()).isEqualTo(60);
        assertThat(champion.calibration()).isNotNaN();
    }

    @Test
    void twoEqualModels_areNeverPromotedOrStopped_howeverOftenOneLooks() {
        plant.policy(Policies.promoting(Policy.Promotion.BETTER, Policy.Measure.ALERTS));
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(SENSIBLE));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.5)), "ada", "");
        plant.clock.turn(Duration.ofDays(2));
        for (int i = 0; i < 100; i++) {
            plant.flow(5, i % 10 == 0 ? 40 : 10, PUMPS);
            plant.check();
        }
        assertThat(plant.desk.compare(id("1.1.0")).verdict()).isEqualTo(Verdict.NOT_YET);
        assertThat(plant.desk.decisions(PUMP, 1).get(0).kind()).isEqualTo(Kind.ROUTED);
        assertThat(plant.desk.arms().get(0).alerts())
                .as("there was something to see")
                .isPositive();
    }

    /** Labels in memory. */
    private static final class Notes implements Labels {
        private final List<Label> all = new ArrayList<>();
        private long corrections;

        void found(int number, Label.Finding finding, ModelId model, Instant at) {
            add(new Label(
                    "L" + number,
                    PUMP,
                    "tank-" + number,
                    at.plusSeconds(number),
                    at.plusSeconds(number + 1),
                    finding,
                    "",
                    Optional.of(model),
                    "ada",
                    at));
        }

        void correct(String id, Label.Finding finding) {
            Label wrong = all.stream()
                    .filter(label -> label.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            all.remove(wrong);
            corrections++;
            add(new Label(
                    id, PUMP, wrong.device(), wrong.from(), wrong.to(), finding, "", wrong.model(), "ada", wrong.at()));
        }

        @Override
        public void add(Label label) {
            all.add(label);
        }

        @Override
        public List<Label> list(String contract, String device, Instant from, Instant to) {
            return all.stream()
                    .filter(label -> label.to().isAfter(from) && label.from().isBefore(to))
                    .toList();
        }

        @Override
        public long recorded() {
            return all.size() + corrections;
        }
    }
}
