// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteCommandTest {
    private static final ModelId OLD = ModelId.parse("pump-anomaly@1.0.0");
    private static final ModelId NEW = ModelId.parse("pump-anomaly@1.1.0");

    private final Desk desk = new Desk();
    private final FakeNode node = new FakeNode();

    @BeforeEach
    void open() {
        node.with(Router.class, desk);
        node.with(Models.class, new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of();
            }

            @Override
            public List<Route> routes() {
                return List.of(new Route("Pump", OLD, "compiled", "1"));
            }
        });
    }

    @Test
    void oneCommand_setsTheWholePlan_andSaysWhereToLook() throws Exception {
        ModelRoute command = new ModelRoute();
        command.contract = "Pump";
        command.trailing = List.of(
                "--champion",
                "pump-anomaly@1.0.0",
                "--challenger",
                "pump-anomaly@1.1.0=0.1",
                "--challenger",
                "pump-anomaly@1.2.0=tag:lab",
                "--shadow",
                "pump-anomaly@1.3.0");
        assertThat(node.answer(command))
                .isEqualTo(
                        "Decision 1: Pump is answered by pump-anomaly@1.0.0; challenger pump-anomaly@1.1.0 at 10.00 %,"
                                + " challenger pump-anomaly@1.2.0 at tag lab, shadow pump-anomaly@1.3.0 at 100.0 %. What comes of"
                                + " the trials: aiot:model-arms Pump\n");
        assertThat(desk.plan)
                .isEqualTo(new RoutePlan(
                        "Pump",
                        Optional.of(OLD),
                        List.of(
                                Trial.challenger(NEW, 0.1),
                                new Trial(ModelId.parse("pump-anomaly@1.2.0"), Mode.CHALLENGER, 0, "lab"),
                                Trial.shadow(ModelId.parse("pump-anomaly@1.3.0")))));
        ModelRoute shown = new ModelRoute();
        assertThat(node.answer(shown))
                .contains("champion, pinned")
                .contains("pump-anomaly@1.1.0")
                .contains("tag lab")
                .endsWith("1 route.\n");
        shown.json = true;
        assertThat(node.answer(shown)).contains("\"pinned\" : true").contains("\"share\" : 0.1");
    }

    @Test
    void withoutAChampion_theOneNamedBeforeStays_andAutoLetsItGo() throws Exception {
        desk.plan = new RoutePlan("Pump", Optional.of(OLD), List.of(Trial.shadow(NEW)));
        ModelRoute command = new ModelRoute();
        command.contract = "Pump";
        command.noTrials = true;
        node.answer(command);
        assertThat(desk.plan).isEqualTo(new RoutePlan("Pump", Optional.of(OLD), List.of()));
        command.champion = "auto";
        node.answer(command);
        assertThat(desk.plan).isEqualTo(RoutePlan.automatic("Pump"));
    }

    @Test
    void whatTheRouterRefuses_failsWithItsOwnWords() {
        ModelRoute command = new ModelRoute();
        command.contract = "Pump";
        command.challengers = List.of("pump-anomaly@1.1.0=0.7", "pump-anomaly@1.2.0=0.4");
        assertThatThrownBy(() -> node.answer(command))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("add up to more than 1");
        command.challengers = List.of("pump-anomaly@1.1.0");
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("pump-anomaly@1.1.0=0.1");
        command.challengers = List.of("pump-anomaly@1.1.0=much");
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("=much");
        command.contract = null;
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("say for which contract");
        ModelPromote promote = new ModelPromote();
        promote.model = "pump-anomaly@9.9.9";
        assertThatThrownBy(() -> node.answer(promote)).hasMessage("pump-anomaly@9.9.9 is on no trial");
        ModelRollback back = new ModelRollback();
        back.contract = "Pmp";
        assertThatThrownBy(() -> node.answer(back)).hasMessage("no contract with a route Pmp. Near: Pump");
    }

    @Test
    void promoteAndRollBack_answerWithTheirDecision() throws Exception {
        desk.plan = new RoutePlan("Pump", Optional.of(OLD), List.of(Trial.challenger(NEW, 0.1)));
        ModelPromote promote = new ModelPromote();
        promote.model = NEW.toString();
        assertThat(node.answer(promote))
                .isEqualTo(
                        "Decision 1: Pump is answered by pump-anomaly@1.1.0. The way back: aiot:model-rollback Pump\n");
        ModelRollback back = new ModelRollback();
        back.contract = "Pump";
        back.json = true;
        assertThat(node.answer(back)).contains("\"kind\" : \"rolled back\"").contains("\"by\" : \"operator\"");
    }

    @Test
    void explainDecision_listsThem_andOneInFull() throws Exception {
        ModelExplainDecision command = new ModelExplainDecision();
        assertThat(node.answer(command)).startsWith("No decision yet");
        desk.route(new RoutePlan("Pump", Optional.of(OLD), List.of()), "ada", "because of the vibration figures");
        desk.route(new RoutePlan("Pump", Optional.of(NEW), List.of()), "policy", "it is better");
        assertThat(node.answer(command))
                .contains("because of the vibration figures")
                .endsWith("2 decisions. One in full: aiot:model-explain-decision 2\n");
        command.number = "1";
        assertThat(node.answer(command))
                .contains("by ada: routed.")
                .contains("Why: because of the vibration figures.")
                .contains("Since then Pump is answered by pump-anomaly@1.0.0.");
        command.number = "7";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("no decision 7");
    }

    @Test
    void arms_showWhatCameOfEach_andWhatTheTestSays() throws Exception {
        desk.plan = new RoutePlan("Pump", Optional.of(OLD), List.of(Trial.challenger(NEW, 0.1)));
        ModelArms command = new ModelArms();
        assertThat(node.answer(command))
                .contains("challenger")
                .contains("98.50 %")
                .contains(
                        "pump-anomaly@1.1.0 is not yet told apart from pump-anomaly@1.0.0 (refuted alerts an alert): 1 of 9")
                .endsWith("aiot:model-rollback CONTRACT\n");
        command.json = true;
        assertThat(node.answer(command)).contains("\"verdict\" : \"not_yet\"").doesNotContain("aiot:");
        command.json = false;
        command.contract = "Oven";
        assertThat(node.answer(command)).isEqualTo("No model answers for Oven: aiot:model-list says why.\n");
    }

    /** Takes every plan, and keeps its decisions. */
    private static final class Desk implements Router {
        private final List<Decision> all = new ArrayList<>();
        private RoutePlan plan = RoutePlan.automatic("Pump");

        private Decision decide(RoutePlan next, Kind kind, String by, String reason) {
            plan = next;
            all.add(
                    0,
                    new Decision(
                            all.size() + 1, FakeNode.NOW, next.contract(), kind, next.champion(), next, by, reason));
            return all.get(0);
        }

        @Override
        public List<RoutePlan> plans() {
            return List.of(plan);
        }

        @Override
        public Decision route(RoutePlan next, String by, String reason) {
            return decide(next, Kind.ROUTED, by, reason);
        }

        @Override
        public Decision promote(ModelId model, String by, String reason) {
            if (plan.trials().stream().noneMatch(trial -> trial.model().equals(model))) {
                throw new IllegalArgumentException(model + " is on no trial");
            }
            return decide(new RoutePlan("Pump", Optional.of(model), List.of()), Kind.PROMOTED, by, reason);
        }

        @Override
        public Decision rollBack(String contract, String by, String reason) {
            return decide(new RoutePlan(contract, Optional.of(OLD), List.of()), Kind.ROLLED_BACK, by, reason);
        }

        @Override
        public List<ArmReport> arms() {
            return List.of(arm(OLD, ArmReport.Role.CHAMPION, Double.NaN), arm(NEW, ArmReport.Role.CHALLENGER, 0.985));
        }

        private static ArmReport arm(ModelId model, ArmReport.Role role, double agreement) {
            return new ArmReport(
                    "Pump",
                    model,
                    role,
                    FakeNode.NOW.minusSeconds(60),
                    3,
                    1_000,
                    20,
                    2,
                    1,
                    1,
                    agreement,
                    0,
                    900,
                    2_100,
                    Double.NaN);
        }

        @Override
        public List<Decision> decisions(String contract, int limit) {
            return all.stream().limit(limit).toList();
        }

        @Override
        public Optional<ModelId> answered(String contract, String device, Instant at) {
            return Optional.empty();
        }

        @Override
        public Comparison compare(ModelId trial) {
            return new Comparison(
                    trial,
                    OLD,
                    Verdict.NOT_YET,
                    "refuted alerts an alert",
                    0.1,
                    0.2,
                    -0.4,
                    0.2,
                    0.05,
                    "1 of 9 refuted");
        }
    }
}
