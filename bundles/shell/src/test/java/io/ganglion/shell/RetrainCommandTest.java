// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.learning.Retraining;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrainCommandTest {
    private final List<Retraining.Firing> firings = new ArrayList<>();
    private final FakeNode node = new FakeNode();

    RetrainCommandTest() {
        node.with(Retraining.class, new Retraining() {
            @Override
            public Firing request(String model, String by, String reason) {
                if (!model.equals("pump-anomaly")) {
                    throw new IllegalArgumentException("no model is called " + model);
                }
                Outcome outcome = firings.isEmpty() ? Outcome.WAITING : Outcome.DECLINED;
                String why = firings.isEmpty() ? "begins now" : "joins retraining 1, which waits";
                Firing firing = firing(firings.size() + 1, outcome, why, Map.of("reason", reason));
                firings.add(0, firing);
                return firing;
            }

            @Override
            public List<Firing> firings(int limit) {
                return firings.stream().limit(limit).toList();
            }
        });
        node.with(Models.class, new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of(new ModelStatus(
                        ModelId.parse("pump-anomaly@1.0.0"),
                        "Pump",
                        "",
                        ModelStatus.State.SERVING,
                        "compiled",
                        "",
                        0,
                        Optional.empty(),
                        ""));
            }

            @Override
            public List<Route> routes() {
                return List.of();
            }
        });
    }

    private static Retraining.Firing firing(
            long number, Retraining.Outcome outcome, String why, Map<String, String> evidence) {
        return new Retraining.Firing(
                number,
                FakeNode.NOW.minusSeconds(90),
                "pump-anomaly",
                Retraining.Trigger.OPERATOR,
                evidence,
                "operator",
                outcome,
                why,
                Optional.empty(),
                0);
    }

    private Retrain retrain(String model, String... more) {
        Retrain command = new Retrain();
        command.model = model;
        command.trailing = List.of(more);
        return command;
    }

    @Test
    void retrain_saysItsNumber_andWhereToWatchIt() throws Exception {
        assertThat(node.answer(retrain("pump-anomaly", "--reason", "new bearings")))
                .contains("Retraining 1 of pump-anomaly begins now. Watch it: aiot:retrain-list");
        assertThat(firings.get(0).evidence()).containsEntry("reason", "new bearings");
    }

    @Test
    void retrain_failsWhereItIsDeclined_withTheReason() throws Exception {
        node.answer(retrain("pump-anomaly"));

        assertThatThrownBy(() -> node.answer(retrain("pump-anomaly"))).hasMessageContaining("joins retraining 1");
    }

    @Test
    void retrain_namesNearModels() {
        assertThatThrownBy(() -> node.answer(retrain("pump-anomly"))).hasMessageContaining("pump-anomaly");
    }

    @Test
    void retrainList_showsFirings_andTheNewestOnesEvidence() throws Exception {
        RetrainList list = new RetrainList();
        assertThat(node.answer(list)).contains("aiot:retrain MODEL");
        node.answer(retrain("pump-anomaly", "--reason", "new bearings"));

        assertThat(node.answer(list))
                .contains("90 s ago", "operator", "waiting")
                .contains("Retraining 1: begins now. Evidence: {reason=new bearings}");
        list.json = true;
        assertThat(node.answer(list)).contains("\"trigger\" : \"operator\"", "\"reason\" : \"new bearings\"");
    }
}
