// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Models;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a candidate's way looks like to registry and router: they are asked in this order, or the wrong one answers. */
class HandoverTest {
    private static final ModelId CANDIDATE = ModelId.parse("pump-small@1.2.0");
    private static final ModelId OLDER = ModelId.parse("pump-small@1.1.0");
    private static final Path JAR = Path.of("model.jar");
    private static final Lineage LINEAGE =
            new Lineage(Optional.empty(), "Pump", "d", "r", 1, "t", "p", "retraining 7: drift", Map.of());

    private final List<String> calls = new ArrayList<>();
    private final Map<Class<?>, Object> services = new HashMap<>();
    private RoutePlan plan = RoutePlan.automatic("Pump");
    private State state = State.STANDBY;

    private final Surroundings node = new Surroundings() {
        @Override
        public <T> Optional<T> find(Class<T> type) {
            return Optional.ofNullable(type.cast(services.get(type)));
        }
    };

    private <T> void with(Class<T> type) {
        services.put(
                type, Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, asked) -> {
                    return switch (method.getName()) {
                        case "plans" -> List.of(plan);
                        case "list" -> List.of(new ModelStatus(
                                CANDIDATE,
                                "Pump",
                                "",
                                state,
                                "compiled",
                                "its probes differ",
                                0,
                                Optional.empty(),
                                ""));
                        case "route" -> {
                            plan = (RoutePlan) asked[0];
                            calls.add("route " + plan.champion().orElseThrow() + " "
                                    + plan.trials().stream().map(Trial::model).toList());
                            yield null;
                        }
                        default -> {
                            calls.add(method.getName());
                            yield null;
                        }
                    };
                }));
    }

    private String deliver(Policy.Then then) throws InterruptedException {
        return new Handover(node, Duration.ZERO).deliver(CANDIDATE, Plant.CHAMPION, JAR, LINEAGE, then);
    }

    private void full() {
        with(Hub.class);
        with(Router.class);
        with(Models.class);
    }

    @Test
    void theChampionIsNamed_beforeTheCandidateIsInstalled_soThatItNeverAnswersByItsNumber() throws Exception {
        full();

        assertThat(deliver(Policy.Then.SHADOW)).startsWith("in shadow").contains("aiot:model-promote " + CANDIDATE);
        assertThat(calls)
                .containsExactly(
                        "register",
                        "approve",
                        "route pump-small@1.0.0 []",
                        "install",
                        "route pump-small@1.0.0 [pump-small@1.2.0]");
    }

    @Test
    void aShadowOfTheSameName_isReplaced_andChallengersStay() throws Exception {
        full();
        Trial challenger = Trial.challenger(ModelId.parse("other@2.0.0"), 0.1);
        plan = new RoutePlan("Pump", Optional.of(Plant.CHAMPION), List.of(Trial.shadow(OLDER), challenger));

        deliver(Policy.Then.SHADOW);

        assertThat(plan.trials()).containsExactly(challenger, Trial.shadow(CANDIDATE));
    }

    @Test
    void aCandidateThatDoesNotProveItself_staysApproved_andIsOnNoTrial() throws Exception {
        full();
        state = State.REFUSED;

        assertThat(deliver(Policy.Then.SHADOW))
                .startsWith("approved, and no further")
                .contains("its probes differ");
        assertThat(plan.trials()).isEmpty();
    }

    @Test
    void policyDecidesHowFarItGoes() throws Exception {
        full();

        assertThat(deliver(Policy.Then.REGISTER)).startsWith("registered");
        assertThat(calls).containsExactly("register");
        calls.clear();
        assertThat(deliver(Policy.Then.APPROVE)).startsWith("approved");
        assertThat(calls).containsExactly("register", "approve");
    }

    @Test
    void withoutARegistry_itSaysWhereTheCandidateLies() throws Exception {
        assertThat(deliver(Policy.Then.SHADOW)).contains("no registry", "model.jar");
    }
}
