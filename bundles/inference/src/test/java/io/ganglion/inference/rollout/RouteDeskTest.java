// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static io.ganglion.inference.rollout.Plant.PUMP;
import static io.ganglion.inference.rollout.Plant.id;
import static io.ganglion.inference.rollout.Plant.plan;
import static io.ganglion.inference.rollout.Plant.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.scoring.Majors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteDeskTest {
    private static final String[] FLEET =
            IntStream.range(0, 200).mapToObj(i -> "pump-" + i).toArray(String[]::new);

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void open() {
        plant = new Plant(folder);
        plant.bring("1.0.0", spec(100));
        plant.awaitChampion("1.0.0");
    }

    @AfterEach
    void close() throws Exception {
        plant.close();
    }

    @Test
    void aPinnedChampion_answers_whateverHigherVersionComes() {
        plant.desk.route(plan("1.0.0"), "ada", "steady");
        plant.bring("1.1.0", spec(100));
        assertThat(plant.champion()).isEqualTo("1.0.0");
        Decision decision = plant.desk.route(plan(""), "ada", "follow again");
        assertThat(decision.champion()).contains(id("1.1.0"));
        assertThat(plant.champion()).isEqualTo("1.1.0");
    }

    @Test
    void aChallenger_answersForItsShare_stickily_andTheOthersKeepTheChampion() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(100));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.25)), "ada", "");
        plant.flow(3, 10, FLEET);
        Map<String, Set<String>> first = answeredBy();
        assertThat(first.get("1.1.0")).hasSizeBetween(30, 70).doesNotContainAnyElementsOf(first.get("1.0.0"));
        plant.insights.clear();
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.5)), "ada", "");
        plant.flow(3, 10, FLEET);
        assertThat(answeredBy().get("1.1.0"))
                .hasSizeBetween(70, 130)
                .as("raising a share keeps the devices it had")
                .containsAll(first.get("1.1.0"));
        assertThat(plant.desk.answered(PUMP, first.get("1.1.0").iterator().next(), plant.clock.instant()))
                .contains(id("1.1.0"));
    }

    @Test
    void aChallengerByTag_hasTheTaggedDevices_fromTheBatchAfterTheTagChanges() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(100));
        plant.desk.tags(Tags.of(Map.of("canary", "pump-1,pump-2?")));
        plant.desk.route(plan("1.0.0", new Trial(id("1.1.0"), Mode.CHALLENGER, 0, "canary")), "ada", "");
        plant.flow(1, 10, FLEET);
        assertThat(answeredBy().get("1.1.0"))
                .hasSize(11)
                .contains("pump-1", "pump-25")
                .doesNotContain("pump-2");
        plant.insights.clear();
        plant.desk.tags(Tags.of(Map.of("canary", "pump-7")));
        plant.settled();
        plant.flow(1, 10, FLEET);
        assertThat(answeredBy().get("1.1.0")).containsExactly("pump-7");
        assertThat(plant.desk.decisions(PUMP, 1).get(0).kind()).isEqualTo(Kind.FOLLOWED);
    }

    @Test
    void aShadow_isScoredAndCounted_andNeverHeardOf() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(1e-9));
        plant.desk.route(plan("1.0.0", Trial.shadow(id("1.1.0"))), "ada", "");
        plant.flow(30, 10, "pump-1", "pump-2");
        assertThat(plant.insights)
                .hasSize(60)
                .allMatch(insight ->
                        insight.verdict() == Condition.NORMAL && insight.model().equals(id("1.0.0")));
        ArmReport shadow = arm("1.1.0");
        assertThat(shadow.role()).isEqualTo(Role.SHADOW);
        assertThat(shadow.rows()).isEqualTo(60);
        assertThat(shadow.anomalousRows()).isEqualTo(60);
        assertThat(shadow.alerts()).isEqualTo(2);
        assertThat(shadow.devices()).isEqualTo(2);
        assertThat(shadow.agreement()).isZero();
        assertThat(shadow.latencyP50()).isPositive();
        assertThat(arm("1.0.0").rows()).isGreaterThanOrEqualTo(60);
    }

    @Test
    void aTrialThatShares_theCommissioning_neitherDisturbsNorDoublesIt() {
        plant.bring("1.1.0", io.ganglion.inference.Rows.spec(1, 1, 20));
        plant.awaitChampion("1.1.0");
        plant.desk.route(plan("1.1.0"), "ada", "");
        plant.bring("1.2.0", io.ganglion.inference.Rows.spec(1, 1, 20));
        plant.desk.route(plan("1.1.0", Trial.challenger(id("1.2.0"), 1)), "ada", "");
        plant.flow(20, 10, "pump-1");
        List<Insight> all = plant.insights;
        assertThat(all).hasSize(20);
        assertThat(all.subList(0, 19)).allMatch(insight -> insight.verdict() == Condition.COMMISSIONING);
        plant.flow(1, 10, "pump-1");
        assertThat(all.get(20).verdict()).isNotEqualTo(Condition.COMMISSIONING);
        assertThat(all.get(20).model()).isEqualTo(id("1.2.0"));
    }

    @Test
    void aPlanThatCannotBeKept_isRefusedWithTheValueAndTheNextStep_andNothingChanges() {
        plant.bring("1.1.0", spec(100));
        plant.bring(7, "2.0.0", spec(100), new Majors(2, 2));
        io.ganglion.api.model.ModelSpec oven =
                new io.ganglion.api.model.ModelSpec("Oven", spec(1).inputs(), 1, 1, 1, spec(1).commissioning());
        plant.bring(8, "3.0.0", oven, Majors.ALL);
        plant.desk.route(plan("1.0.0"), "ada", "");
        List<RoutePlan> before = plant.desk.plans();
        int decisions = plant.desk.decisions("", 100).size();
        refused(plan("1.0.0", Trial.shadow(id("9.9.9"))), "pump-anomaly@9.9.9 is not ready", "aiot:model-list");
        refused(plan("1.0.0", Trial.shadow(id("3.0.0"))), "reads Oven, not Pump");
        refused(plan("1.0.0", Trial.challenger(id("2.0.0"), 0.1)), "reads Pump 2.x", "reads 1.x");
        refused(plan("9.9.9"), "pump-anomaly@9.9.9 is not ready");
        assertThatThrownBy(() -> plan("1.0.0", Trial.challenger(id("1.1.0"), 0.7), Trial.challenger(id("1.2.0"), 0.4)))
                .hasMessageContaining("add up to more than 1")
                .hasMessageContaining("sum=1.1");
        assertThatThrownBy(() -> plant.desk.promote(id("1.1.0"), "ada", "")).hasMessageContaining("is on no trial");
        assertThatThrownBy(() -> plant.desk.compare(id("1.1.0")))
                .hasMessageContaining("no trial of pump-anomaly@1.1.0");
        assertThat(plant.desk.plans()).isEqualTo(before);
        assertThat(plant.desk.decisions("", 100)).hasSize(decisions);
        assertThat(plant.champion()).isEqualTo("1.0.0");
    }

    @Test
    void aModelThatDidNotReproduceItsProbes_isNoTrial() {
        plant.engine.breaksNext = true;
        plant.engine.fails = true;
        plant.bring("1.1.0", spec(100));
        refused(plan("1.0.0", Trial.shadow(id("1.1.0"))), "pump-anomaly@1.1.0 is refused", "broken on purpose");
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason())
                .startsWith("pump-anomaly@1.1.0 was refused, and pump-anomaly@1.0.0 answers on: ")
                .contains("broken on purpose");
    }

    @Test
    void promotion_goesFromShadowToChallengerToChampion_andBackInOneStep() {
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(100));
        plant.desk.route(plan("1.0.0", Trial.shadow(id("1.1.0"))), "ada", "");
        Decision canary = plant.desk.promote(id("1.1.0"), "ada", "looks good");
        assertThat(canary.plan().trials()).containsExactly(Trial.challenger(id("1.1.0"), 0.1));
        assertThat(canary.reason()).contains("10.0 % of the devices").endsWith("looks good");
        Decision live = plant.desk.promote(id("1.1.0"), "ada", "");
        assertThat(live.champion()).contains(id("1.1.0"));
        assertThat(plant.champion()).isEqualTo("1.1.0");
        Decision back = plant.desk.rollBack(PUMP, "ada", "complaints");
        assertThat(back.kind()).isEqualTo(Kind.ROLLED_BACK);
        assertThat(plant.champion()).isEqualTo("1.0.0");
        assertThatThrownBy(() -> plant.desk.rollBack(PUMP, "ada", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no champion before could answer for Pump")
                .hasMessageContaining("aiot:model-route Pump --champion");
        assertThat(plant.desk.decisions(PUMP, 10)).extracting(Decision::number).isSortedAccordingTo((a, b) ->
                (int) (b - a));
    }

    @Test
    void theChampionBeforeAnUpdateInPlace_staysWarm_andAnswersAgain() {
        long bundle = plant.bring("1.1.0", spec(100));
        plant.awaitChampion("1.1.0");
        plant.board.withdraw(100);
        plant.board.withdraw(bundle);
        plant.bring(bundle, "1.2.0", spec(100), new Majors(1, 1));
        plant.awaitChampion("1.2.0");
        plant.desk.rollBack(PUMP, "ada", "");
        assertThat(plant.champion()).isEqualTo("1.1.0");
        plant.flow(1, 10, "pump-1");
        assertThat(plant.insights).singleElement().matches(insight -> insight.model()
                .equals(id("1.1.0")));
    }

    @Test
    void whoAnsweredThen_isTold_alsoWhenItHasChangedSince() {
        Instant before = plant.clock.instant();
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(100));
        plant.clock.turn(Duration.ofHours(1));
        plant.desk.route(plan("1.1.0"), "ada", "");
        assertThat(plant.desk.answered(PUMP, "pump-7", before.minusSeconds(1))).isEmpty();
        assertThat(plant.desk.answered(PUMP, "pump-7", before.plusSeconds(900))).contains(id("1.0.0"));
        assertThat(plant.desk.answered(PUMP, "pump-7", plant.clock.instant())).contains(id("1.1.0"));
        assertThat(plant.desk.answered("Oven", "pump-7", plant.clock.instant())).isEmpty();
    }

    @Test
    void aRestart_goesOnAsBefore_andSaysSo_evenWhereAHigherVersionComesFirst() throws Exception {
        plant.bring("1.1.0", spec(100));
        plant.desk.route(plan("1.0.0", Trial.challenger(id("1.1.0"), 0.3)), "ada", "");
        plant.flow(20, 10, FLEET);
        long rows = arm("1.1.0").rows();
        plant.desk.flush();
        plant.close();
        plant = new Plant(folder);
        plant.bring("1.1.0", spec(100));
        assertThat(plant.champion())
                .as("nobody else answers before the one that did")
                .isEmpty();
        plant.bring("1.0.0", spec(100));
        plant.awaitChampion("1.0.0");
        Decision resumed = plant.desk.decisions(PUMP, 1).get(0);
        assertThat(resumed.kind()).isEqualTo(Kind.RESUMED);
        assertThat(resumed.reason()).isEqualTo("the node started, and pump-anomaly@1.0.0 answers as before");
        assertThat(resumed.plan().trials()).hasSize(1);
        assertThat(arm("1.1.0").rows()).as("counts are kept").isEqualTo(rows);
    }

    @Test
    void aChampionThatDidNotComeBack_isNotWaitedForForever() throws Exception {
        plant.bring("1.1.0", spec(100));
        plant.desk.route(plan("1.1.0"), "ada", "");
        plant.close();
        plant = new Plant(folder);
        plant.bring("1.0.0", spec(100));
        assertThat(plant.champion()).isEmpty();
        plant.clock.turn(Duration.ofSeconds(11));
        plant.policy(Policy.DEFAULT);
        assertThat(plant.champion()).isEqualTo("1.0.0");
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason())
                .contains("the node started without pump-anomaly@1.1.0")
                .contains("pump-anomaly@1.0.0 answers, because pump-anomaly@1.1.0, which the plan names, is not here");
    }

    @Test
    void aConfiguredPlan_waitsForItsModels_isSetOnce_andDoesNotUndoWhatWasSetByHandSince() throws Exception {
        RoutePlan configured = plan("1.0.0", Trial.shadow(id("1.1.0")));
        plant.desk.configure(configured);
        plant.settled();
        assertThat(plant.desk.plans()).containsExactly(RoutePlan.automatic(PUMP));
        plant.desk.route(plan("1.0.0"), "ada", "");
        plant.bring("1.1.0", spec(100));
        plant.check();
        assertThat(plant.desk.plans()).containsExactly(configured);
        plant.desk.route(plan("1.1.0"), "ada", "");
        plant.close();
        plant = new Plant(folder);
        plant.desk.configure(configured);
        plant.bring("1.0.0", spec(100));
        plant.bring("1.1.0", spec(100));
        plant.check();
        assertThat(plant.desk.plans()).containsExactly(plan("1.1.0"));
    }

    @Test
    void whereArrivalsLookOnFirst_aHigherVersionIsAShadow() {
        plant.policy(Policies.with(Policy.Arrivals.SHADOW));
        plant.bring("1.1.0", spec(100));
        assertThat(plant.champion()).isEqualTo("1.0.0");
        assertThat(plant.desk.plans()).containsExactly(plan("1.0.0", Trial.shadow(id("1.1.0"))));
        assertThat(plant.desk.decisions(PUMP, 1).get(0).reason())
                .isEqualTo("pump-anomaly@1.1.0 came, and looks on beside pump-anomaly@1.0.0");
    }

    private void refused(RoutePlan plan, String... parts) {
        assertThatThrownBy(() -> plant.desk.route(plan, "ada", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    private ArmReport arm(String version) {
        return plant.desk.arms().stream()
                .filter(report -> report.model().equals(id(version)))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Set<String>> answeredBy() {
        return plant.insights.stream()
                .collect(Collectors.groupingBy(
                        insight -> insight.model().version().toString(),
                        Collectors.mapping(insight -> insight.observation().device(), Collectors.toSet())));
    }
}
