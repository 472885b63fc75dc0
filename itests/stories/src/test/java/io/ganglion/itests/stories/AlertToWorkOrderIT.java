// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Node;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pump cavitates, a technician is sent once, and what was found is a label; also where the node dies in between. */
class AlertToWorkOrderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static Node sick(Node node, long from) throws Exception {
        return node.configured(
                "io.ganglion.driver.machine-pump-1",
                Map.of(
                        "device", "pump-1",
                        "seed", "3",
                        "drive", "mains",
                        "period_ms", "50",
                        "fault", "cavitation",
                        "fault_from", Long.toString(from)));
    }

    @Test
    void aCavitatingPumpIsOneAlertAndOneWorkOrder_overAKill_andWhatWasFoundIsALabel() throws Exception {
        try (Node node = sick(Stage.node("alert-to-work-order"), 700)
                .configured("io.ganglion.feedback.policy-uptime", Map.of("use_case", "uptime", "contract", "Pump"))
                .start()) {
            await().atMost(PATIENCE)
                    .until(() -> node.json("aiot:work-order-list").size() == 1);
            JsonNode alert = node.json("aiot:alert-list").get(0);
            assertThat(alert.get("workOrder").asText()).isEqualTo("WO-1");
            assertThat(alert.get("useCase").asText()).isEqualTo("uptime");
            node.exec("aiot:work-order-acknowledge WO-1 --by ada");

            node.kill();
            // It is as sick as it was.
            sick(node, 0).start();
            await().atMost(PATIENCE)
                    .until(() -> node.json("aiot:alert-list").get(0).get("rows").asLong()
                            > alert.get("rows").asLong());

            assertThat(node.json("aiot:alert-list")).hasSize(1);
            assertThat(node.json("aiot:alert-list").get(0).get("id")).isEqualTo(alert.get("id"));
            JsonNode orders = node.json("aiot:work-order-list --all");
            assertThat(orders).hasSize(1);
            assertThat(orders.get(0).get("assignee").asText()).isEqualTo("ada");

            String answer = node.exec("aiot:work-order-resolve WO-1 confirmed --cause cavitation --by ada");
            assertThat(answer)
                    .contains("WO-1 is closed: confirmed. Its label is wo-"
                            + alert.get("id").asText());
            JsonNode label = node.json("aiot:label-list Pump").get(0);
            assertThat(label.get("finding").asText()).isEqualTo("confirmed");
            assertThat(label.get("cause").asText()).isEqualTo("cavitation");
            assertThat(label.get("from")).isEqualTo(alert.get("from"));
            assertThat(node.json("aiot:feedback-sla").get(0).get("confirmed").asLong())
                    .isEqualTo(1);
            assertThat(node.tryExec("aiot:work-order-resolve WO-2 refuted").text())
                    .contains("Near: WO-1");
        }
    }
}
