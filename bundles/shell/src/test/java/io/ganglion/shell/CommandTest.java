// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.FakeNode.device;
import static io.ganglion.shell.FakeNode.refused;
import static io.ganglion.shell.FakeNode.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.Tail;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CommandTest {
    private final FakeNode node = new FakeNode();

    private static Devices devices(Device... devices) {
        return () -> List.of(devices);
    }

    private static Quarantine quarantine(QuarantinedPayload... refused) {
        return new FakeQuarantine(refused);
    }

    private static Models models(ModelStatus... models) {
        return new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of(models);
            }

            @Override
            public List<Route> routes() {
                return List.of();
            }
        };
    }

    private static ModelStatus model(String id, ModelStatus.State state, String problem) {
        return new ModelStatus(
                ModelId.parse(id),
                "Pump",
                "some.bundle 1.0.0 [9]",
                state,
                "compiled",
                problem,
                5,
                Optional.empty(),
                "{}");
    }

    @Test
    void aMissingServiceIsASentence_notAnException() {
        assertThatThrownBy(() -> node.answer(new DeviceList()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("io.ganglion.pipeline does not run")
                .hasNoCause();
    }

    @Test
    void deviceList_namesTheAnomalousOneAndTheNextStep() throws Exception {
        node.with(Devices.class, devices(device("pump-1", Condition.NORMAL), device("pump-2", Condition.ANOMALOUS)));
        assertThat(node.answer(new DeviceList()))
                .contains("3 s ago")
                .contains("motorCurrent 75%")
                .endsWith("2 devices, 1 anomalous: pump-2. Its rows: aiot:observation-tail pump-2\n");
    }

    @Test
    void deviceList_asJson_isJsonAlone() throws Exception {
        node.with(Devices.class, devices(device("pump-2", Condition.COMMISSIONING)));
        DeviceList command = new DeviceList();
        command.json = true;
        assertThat(node.answer(command))
                .startsWith("[ {")
                .contains("\"verdict\" : \"commissioning\"")
                .doesNotContain("aiot:");
    }

    @Test
    void recommissioningAnUnknownDevice_namesTheNearOnes() {
        node.with(Commissioning.class, new Commissioning() {
            @Override
            public List<Progress> list() {
                return List.of(new Progress("pump-1", "Pump", ModelId.parse("m@1"), 3, 400, Double.NaN));
            }

            @Override
            public boolean recommission(String device) {
                return device.equals("pump-1");
            }
        });
        DeviceRecommission command = new DeviceRecommission();
        command.device = "pmp-1";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no commissioned device pmp-1. Near: pump-1");
    }

    @Test
    void quarantineShow_marksTheSpot() throws Exception {
        node.with(Quarantine.class, quarantine(refused(7, "{\"flow\": 1e999}", Reason.NOT_FINITE, "/flow", 9)));
        QuarantineShow command = new QuarantineShow();
        command.id = "7";
        assertThat(node.answer(command))
                .contains("NOT_FINITE at /flow")
                .contains("{\"flow\": 1e999}\n         ^ byte 9");
    }

    @Test
    void quarantineShow_ofANonsenseId_failsWithTheOnesThatAreThere() {
        node.with(Quarantine.class, quarantine(refused(7, "{}", Reason.EMPTY, "", -1)));
        QuarantineShow command = new QuarantineShow();
        command.id = "seven";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no quarantined payload seven. Known: 7");
    }

    @Test
    void optionsBehindTheArgument_countToo() throws Exception {
        node.with(Quarantine.class, quarantine(refused(7, "{}", Reason.EMPTY, "", -1)));
        QuarantineShow command = new QuarantineShow();
        command.id = "7";
        command.trailing = List.of("--json");
        assertThat(node.answer(command)).contains("\"reason\" : \"EMPTY\"");
        command.trailing = List.of("--jsn");
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("--jsn");
    }

    @Test
    void modelList_saysWhyOneDoesNotServe() throws Exception {
        node.with(
                Models.class,
                models(
                        model("pump-anomaly@1.0.0", ModelStatus.State.SERVING, ""),
                        model("oven-anomaly@1.0.0", ModelStatus.State.UNRESOLVED, "contract Oven is absent")));
        assertThat(node.answer(new ModelList()))
                .contains("oven-anomaly@1.0.0 is unresolved: contract Oven is absent")
                .contains("2 models, 1 serving.");
    }

    @Test
    void modelShow_withoutAVersion_showsTheOneThatServes() throws Exception {
        node.with(
                Models.class,
                models(
                        model("pump-anomaly@1.0.0", ModelStatus.State.SERVING, ""),
                        model("pump-anomaly@1.1.0", ModelStatus.State.REFUSED, "probes differ")));
        ModelShow command = new ModelShow();
        command.model = "pump-anomaly";
        assertThat(node.answer(command)).startsWith("pump-anomaly@1.0.0 reads Pump and is serving");
        command.model = "pump-anomaly@1.1.0";
        assertThat(node.answer(command)).contains("Why: probes differ");
        command.model = "pump-anomaly@1.2.0";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("Near: pump-anomaly@1.0.0");
    }

    @Test
    void observationTail_showsUnits_andADashWhereAValueIsAbsent() throws Exception {
        node.with(Devices.class, devices(device("pump-1", Condition.NORMAL)));
        node.with(Tail.class, new Tail() {
            @Override
            public List<Observation> recent(String device, int limit) {
                return List.of(row(device, 1.25));
            }

            @Override
            public Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener) {
                return () -> {};
            }
        });
        ObservationTail command = new ObservationTail();
        command.device = "pump-1";
        assertThat(node.answer(command)).contains("motorCurrent=1.250A").contains("flow=-");
        command.device = "pump-2";
        assertThatThrownBy(() -> node.answer(command)).hasMessage("no device pump-2. Near: pump-1");
    }

    @Test
    void nodeStatus_showsTheBooks_andTheDriverThatIsSilent() throws Exception {
        node.with(Node.class, new Node("node-1", "plant1", Path.of("data")));
        node.with(Flow.class, new Flow() {
            @Override
            public FlowCounters counters() {
                return new FlowCounters(10, 7, 2, 1, 0, 7, 3);
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
                return new DriverStatus(DriverStatus.State.OFFLINE, "broker unreachable", FakeNode.NOW);
            }
        });
        NodeStatus command = new NodeStatus();
        assertThat(node.answer(command))
                .contains("received 10 = accepted 7 + quarantined 2 + in flight 1")
                .endsWith("Trouble: no data from mqtt-plant; the detail says why.\n");
        command.json = true;
        assertThat(node.answer(command)).contains("\"inFlight\" : 1").contains("\"state\" : \"offline\"");
    }
}
