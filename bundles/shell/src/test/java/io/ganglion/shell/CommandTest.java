// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.FakeNode.device;
import static io.ganglion.shell.FakeNode.refused;
import static io.ganglion.shell.FakeNode.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Comparison;
import io.ganglion.api.evolution.Evolution;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
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
import org.osgi.framework.Version;

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

    private static Comparison comparison(String newer, Change... changes) {
        return new Comparison(
                "Pump",
                new Version("1.0.0"),
                new Version(newer),
                List.of(changes),
                List.of(new Comparison.Broken(Comparison.Broken.Kind.DEVICE, "pump-7", "sent motorCurrent 72.5 AMP")));
    }

    @Test
    void contractDiff_saysWhatBreaksWhom_andFailsWhereTheVersionDoesNotAllowIt() throws Exception {
        Change lowered = new Change(
                "contract/schema.json",
                "/properties/motorCurrent/maximum",
                "motorCurrent: maximum lowered from 100 to 50 AMP",
                false,
                true,
                Change.Step.MAJOR);
        node.with(Evolution.class, (older, newer) -> comparison(newer.substring(5), lowered));
        ContractDiff command = new ContractDiff();
        command.older = "Pump@1.0.0";
        command.newer = "Pump@2.0.0";
        assertThat(node.answer(command))
                .contains("motorCurrent: maximum lowered from 100 to 50 AMP")
                .contains("sent motorCurrent 72.5 AMP")
                .endsWith("Pump 1.0.0 to 2.0.0: 1 change, forward compatible only: it breaks old devices; takes a major"
                        + " version; here it would break 1 device and 0 models.\n");
        command.newer = "Pump@1.1.0";
        assertThatThrownBy(() -> node.answer(command))
                .hasMessage("Pump@1.1.0 would be refused beside 1.0.0: make it 2.0.0, or take the change back");
        command.newer = "Pump@2.0.0";
        command.trailing = List.of("--json");
        assertThat(node.answer(command))
                .contains("\"backward\" : false")
                .contains("\"needs\" : \"major\"")
                .contains("\"pointer\" : \"/properties/motorCurrent/maximum\"");
    }

    @Test
    void contractList_saysWhoStillKeepsTheOldMajor() throws Exception {
        node.with(Contracts.class, contracts(status("1.4.0"), status("2.0.0")));
        node.with(Devices.class, devices(device("pump-1", Condition.NORMAL)));
        node.with(Tail.class, tail(List.of(row("pump-1", 1))));
        assertThat(node.answer(new ContractList())).contains("Pump 1.x is still kept by 1 device: pump-1.\n");
        FakeNode empty = new FakeNode()
                .with(Contracts.class, contracts(status("1.4.0"), status("2.0.0")))
                .with(Devices.class, devices(device("pump-1", Condition.NORMAL)))
                .with(Tail.class, tail(List.of()));
        assertThat(empty.answer(new ContractList()))
                .contains("Pump 1.x is kept by no device heard lately: it can go, some.bundle [7].\n");
    }

    @Test
    void modelRoute_namesTheMajorThatNobodyAnswersFor() throws Exception {
        node.with(Contracts.class, contracts(status("1.4.0"), status("2.0.0")));
        node.with(Models.class, new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of();
            }

            @Override
            public List<Route> routes() {
                return List.of(new Route("Pump", ModelId.parse("pump-anomaly@1.0.0"), "compiled", "1"));
            }
        });
        assertThat(node.answer(new ModelRoute()))
                .contains("Pump 1.x")
                .endsWith("1 route. No model answers for Pump 2.x: aiot:model-list says why.\n");
    }

    private static ContractStatus status(String version) {
        return new ContractStatus(
                "Pump",
                new Version(version),
                "some.bundle [7]",
                ContractStatus.State.SERVED,
                "",
                Optional.of(FakeNode.PUMP));
    }

    private static Contracts contracts(ContractStatus... all) {
        return new Contracts() {
            @Override
            public List<ContractStatus> list() {
                return List.of(all);
            }

            @Override
            public Optional<Contract> find(String name) {
                return Optional.empty();
            }

            @Override
            public Decoder newDecoder() {
                throw new AssertionError("nothing is decoded");
            }
        };
    }

    private static Tail tail(List<Observation> rows) {
        return new Tail() {
            @Override
            public List<Observation> recent(String device, int limit) {
                return rows;
            }

            @Override
            public Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener) {
                return () -> {};
            }
        };
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
    void modelShow_saysOfASeriesModel_howManyStepsItLooksAt() throws Exception {
        ModelSpec spec = new ModelSpec(
                "Pump",
                List.of(new ModelSpec.Input("flow", ModelSpec.Transform.IDENTITY, 30, 2)),
                5,
                16,
                3,
                9,
                new ModelSpec.Commissioning(0, 1, 1));
        node.with(
                Models.class,
                models(new ModelStatus(
                        ModelId.parse("pump-series@1.0.0"),
                        "Pump",
                        "some.bundle 1.0.0 [9]",
                        ModelStatus.State.SERVING,
                        "compiled",
                        "",
                        5,
                        Optional.of(spec),
                        "{}")));
        ModelShow command = new ModelShow();
        command.model = "pump-series";
        assertThat(node.answer(command)).contains("Looks at series of 16 such inputs, a row apart.");
        command.json = true;
        assertThat(node.answer(command)).contains("\"steps\" : 16");
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
