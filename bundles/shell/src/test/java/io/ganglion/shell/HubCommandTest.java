// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubCommandTest {
    private static final Instant MARCH = Instant.parse("2026-03-03T10:15:00Z");

    private final FakeNode node = new FakeNode();
    private final FakeHub hub = new FakeHub();

    @BeforeEach
    void put() {
        node.with(Hub.class, hub).with(Node.class, new Node("node-a", "plant1", Path.of("x")));
        node.with(Devices.class, () -> List.of(FakeNode.device("pump-7", Condition.NORMAL)));
    }

    /** Says what a test gave it, and notes what it is told to do. */
    private static final class FakeHub implements Hub {
        final List<ModelRecord> records = new ArrayList<>(
                List.of(model("pump-anomaly@1.0.0", Stage.LIVE), model("pump-anomaly@1.1.0", Stage.CANDIDATE)));
        final List<String> told = new ArrayList<>();
        List<String> findings = List.of();
        Optional<ModelId> answer = Optional.of(ModelId.parse("pump-anomaly@1.0.0"));

        static ModelRecord model(String id, Stage stage) {
            Lineage lineage = new Lineage(
                    Optional.of(ModelId.parse("pump-anomaly@0.9.0")),
                    "Pump",
                    "d".repeat(64),
                    "e".repeat(64),
                    7,
                    "io.ganglion.learning 0.1.0",
                    "Linux amd64",
                    "drift of pump-7 \u001b[2J",
                    Map.of("errorHeldOut", 1.5));
            Step step = new Step(FakeNode.NOW.minusSeconds(90), stage, "policy", "because");
            return new ModelRecord(ModelId.parse(id), stage, lineage, "a".repeat(64), 29_000, List.of(step));
        }

        @Override
        public List<ModelRecord> list() {
            return records;
        }

        @Override
        public Optional<ModelRecord> find(ModelId id) {
            return records.stream().filter(record -> record.id().equals(id)).findFirst();
        }

        @Override
        public ModelId next(String model) {
            return ModelId.parse(model + "@9.0.0");
        }

        @Override
        public ModelRecord register(ModelId id, Path bundle, Lineage lineage, String by) {
            return find(id).orElseThrow();
        }

        @Override
        public ModelRecord approve(ModelId id, String by, String note) {
            told.add("approve " + id + " by " + by + " " + note);
            return find(id).orElseThrow();
        }

        @Override
        public ModelRecord retire(ModelId id, String by, String note) {
            throw new IllegalStateException(
                    id + " answers on this node. Let another one answer first: aiot:model-route");
        }

        @Override
        public ModelRecord note(ModelId id, String by, String note) {
            return find(id).orElseThrow();
        }

        @Override
        public void install(ModelId id) throws IOException {
            throw new IOException("the artefact is missing: x.jar");
        }

        @Override
        public String publish(ModelId id, String by) {
            return "http://127.0.0.1:8181/hub/feed/KEY/features.xml";
        }

        @Override
        public List<Tenure> tenures(String contract, Instant from, Instant to) {
            return List.of(new Tenure(
                    "node-a",
                    "Pump",
                    ModelId.parse("pump-anomaly@1.0.0"),
                    "champion",
                    0.75,
                    MARCH.minusSeconds(60),
                    Optional.empty(),
                    "the highest version"));
        }

        @Override
        public Optional<ModelId> answered(String where, String contract, String device, Instant at) {
            told.add(where + " " + contract + " " + device + " " + at);
            return answer;
        }

        @Override
        public List<String> verify() {
            return findings;
        }

        @Override
        public String trouble() {
            return String.join("; ", findings);
        }
    }

    private ModelHistory history(String device, String at) {
        ModelHistory command = new ModelHistory();
        command.device = device;
        command.at = at;
        return command;
    }

    @Test
    void hubList_showsWhereModelsStand_andTheNextStepForACandidate() throws Exception {
        assertThat(node.answer(new HubList()))
                .contains("pump-anomaly", "live", "candidate", "90 s ago", "pump-anomaly@0.9.0", "drift of pump-7 .[2J")
                .endsWith("1 candidate to look at: aiot:hub-show pump-anomaly@1.1.0, then aiot:hub-approve"
                        + " pump-anomaly@1.1.0" + System.lineSeparator());
        HubList json = new HubList();
        json.json = true;
        assertThat(node.answer(json)).contains("\"stage\" : \"candidate\"", "\"seed\" : 7");
        hub.findings = List.of("x.jar was changed");
        assertThat(node.answer(new HubList())).contains("Trouble: x.jar was changed");
    }

    @Test
    void hubShow_recitesTheWholeOrigin() throws Exception {
        HubShow command = new HubShow();
        command.model = "pump-anomaly@1.0.0";
        assertThat(node.answer(command))
                .contains("Parent   pump-anomaly@0.9.0", "Data     ddd", "Recipe   eee", "Seed     7")
                .contains(
                        "io.ganglion.learning 0.1.0",
                        "Linux amd64",
                        "errorHeldOut 1.500",
                        "aaa",
                        "live by policy: because")
                .contains("Tenure   2026-03-03T10:14:00Z to now champion 75% for Pump on node-a")
                .doesNotContain("\u001b");
    }

    @Test
    void anUnknownModel_namesTheNearOnes_andANameWithTwoVersionsAsksWhich() {
        HubShow command = new HubShow();
        command.model = "pump-anomaly@1.0.1";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("Near: pump-anomaly@1.0.0");
        command.model = "pump-anomaly";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("which version of pump-anomaly?");
        command.model = "fan";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("Known: pump-anomaly");
    }

    @Test
    void hubApprove_saysWhoAndWhy_andTheNextStep() throws Exception {
        HubApprove command = new HubApprove();
        command.model = "pump-anomaly@1.1.0";
        command.trailing = List.of("--note", "beats 1.0.0");
        assertThat(node.answer(command)).contains("aiot:hub-install pump-anomaly@1.1.0", "aiot:hub-publish");
        assertThat(hub.told).containsExactly("approve pump-anomaly@1.1.0 by operator beats 1.0.0");
    }

    @Test
    void whatTheHubRefuses_isASentence() {
        HubRetire retire = new HubRetire();
        retire.model = "pump-anomaly@1.0.0";
        assertThatThrownBy(() -> node.answer(retire))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("aiot:model-route");
        HubInstall install = new HubInstall();
        install.model = "pump-anomaly@1.0.0";
        assertThatThrownBy(() -> node.answer(install))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void hubPublish_saysWhatToTypeElsewhere() throws Exception {
        HubPublish command = new HubPublish();
        command.model = "pump-anomaly@1.0.0";
        assertThat(node.answer(command))
                .contains("feature:repo-add http://127.0.0.1:8181/hub/feed/KEY/features.xml")
                .contains("feature:install model-pump-anomaly/1.0.0");
    }

    @Test
    void hubVerify_failsWhereSomethingIsNotAsRegistered() throws Exception {
        assertThat(node.answer(new HubVerify())).contains("2 models: records, artefacts");
        hub.findings = List.of("x.jar was changed");
        assertThatThrownBy(() -> node.answer(new HubVerify())).hasMessageContaining("1 thing not as registered");
    }

    @Test
    void modelHistory_ofADeviceAtATime_namesTheVersion() throws Exception {
        assertThat(node.answer(history("pump-7", "2026-03-03T10:15:00Z")))
                .contains("pump-anomaly@1.0.0 answered for pump-7 (Pump) on node-a at 2026-03-03T10:15:00Z");
        assertThat(hub.told).containsExactly(" Pump pump-7 2026-03-03T10:15:00Z");
        hub.answer = Optional.empty();
        assertThat(node.answer(history("pump-7", "-2h"))).contains("only the router of node-a knows");
        assertThatThrownBy(() -> node.answer(history("pump-8", "now")))
                .hasMessageContaining("Near: pump-7")
                .hasMessageContaining("--contract NAME");
        assertThatThrownBy(() -> node.answer(history("pump-7", "yesterday"))).hasMessageContaining("--at takes a time");
    }

    @Test
    void modelHistory_withoutADevice_isTheWholeTable() throws Exception {
        assertThat(node.answer(history("--json", null))).contains("\"role\" : \"champion\"", "\"to\" : null");
        assertThat(node.answer(history(null, null))).contains("champion 75%", "1 part, 1 of them now");
    }

    @Test
    void nodeStatus_showsTheRegistrysTrouble_andSaysNoneOnlyWhereThereIsNone() throws Exception {
        node.with(Flow.class, new Flow() {
            @Override
            public FlowCounters counters() {
                return new FlowCounters(0, 0, 0, 0, 0, 0, 0);
            }

            @Override
            public String trouble() {
                return "";
            }
        });
        node.with(Driver.class, new Driver() {
            @Override
            public String name() {
                return "mqtt-plant";
            }

            @Override
            public DriverStatus status() {
                return new DriverStatus(DriverStatus.State.ONLINE, "", FakeNode.NOW);
            }
        });
        NodeStatus command = new NodeStatus();
        assertThat(node.answer(command)).endsWith("No trouble.\n");
        hub.findings = List.of("the artefact of pump-anomaly@1.1.0 is missing");
        assertThat(node.answer(command))
                .doesNotContain("No trouble")
                .endsWith(
                        "Trouble: the model registry: the artefact of pump-anomaly@1.1.0 is missing. See aiot:hub-verify\n");
        command.json = true;
        assertThat(node.answer(command)).contains("\"hubTrouble\" : \"the artefact of pump-anomaly@1.1.0 is missing\"");
    }
}
