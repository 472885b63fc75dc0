// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Comparison;
import io.ganglion.api.evolution.Comparison.Broken;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

/** What a new version changes, in words. */
class EvolutionTest {
    private static CompiledContract pump(String version, String file, String spot, String instead) {
        ContractFiles files = Bodies.files("Pump", version, Bodies.PUMP.resolve("contract"));
        Map<String, byte[]> changed = new HashMap<>(files.files());
        changed.replaceAll((path, bytes) -> file.equals("both") || path.contains(file)
                ? Bodies.utf8(new String(bytes, StandardCharsets.UTF_8).replace(spot, instead))
                : bytes);
        assertThat(changed).isNotEqualTo(files.files());
        return ContractReader.compile(new ContractFiles("Pump", files.version(), changed));
    }

    private static Comparison compare(CompiledContract newer, Witnesses witnesses) {
        return new Succession(witnesses).compare(Bodies.pump(), newer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "schema  | \"maximum\": 100,     | \"maximum\": 50,             | bMAJOR | /properties/motorCurrent/maximum | motorCurrent: maximum lowered from 100 to 50 AMP: devices that send 50..100 AMP would be refused",
                "schema  | \"maximum\": 100,     | \"maximum\": 150,            | BMINOR | /properties/motorCurrent/maximum | motorCurrent: maximum raised from 100 to 150 AMP: readers of the older version refuse 100..150 AMP",
                "schema  | \"minimum\": -2,      | `\"minimum\": 0,`            | bMAJOR | /properties/dischargePressure/minimum | dischargePressure: minimum raised from -2 to 0 BAR: devices that send -2..0 BAR would be refused",
                "both    | \"flow\"              | \"volumeFlow\"               | bMAJOR | /properties/flow | flow: removed (renamed to volumeFlow?): devices that send it would be refused",
                "overlay | \"unitCode\": \"AMP\" | \"unitCode\": \"4K\"         | bMAJOR | /attributes/2/unitCode | motorCurrent: unit changed from AMP to 4K: devices that name no unit would be misread, the others refused unless units are converted",
                "overlay | \"GaugePressure\"     | \"AbsolutePressure\"         | bMAJOR | /attributes/3/quantityKind | dischargePressure: quantity kind changed from GaugePressure to AbsolutePressure: the same number would mean something else",
                "schema  | \"motorCurrent\": {\"type\": \"number\" | \"motorCurrent\": {\"type\": \"integer\" | bMAJOR | /properties/motorCurrent/type | motorCurrent: type changed from number to integer: devices that send a fraction would be refused",
                "schema  | , \"flow\"],          | `],`                         | BMINOR | /required | the payload: flow is not required any more: readers of the older version refuse payloads without it",
                "schema  | \"maxLength\": 256,   | \"maxLength\": 200,          | bMAJOR | /properties/id/maxLength | id: maxLength changed from 256 to 200: devices that send longer ones would be refused",
                "schema  | \"maxLength\": 256,   | \"maxLength\": 256, \"pattern\": \"^urn:\", | bMAJOR | /properties/id/pattern | id: pattern added: ^urn:: it cannot be proven that it accepts all that devices send, so it counts as breaking",
                "schema  | \"additionalProperties\": false | \"additionalProperties\": true | BMINOR | /additionalProperties | the payload: opened: readers of the older version refuse anything but",
                "overlay | \"PT5M\"              | \"PT1M\"                     | bMAJOR | /time/ahead | time tolerance narrowed from PT5M to PT1M: readings more than PT1M ahead of the node's clock would be refused",
                "overlay | \"P3653D\"            | \"P4000D\"                   | BMINOR | /time/age | time tolerance widened",
                "overlay | \"PT1S\"              | \"PT5S\"                     | BMINOR | /expectedPeriod | expected period changed from PT1S to PT5S: nothing is refused, but silence is noticed at another time",
                "overlay | [\"motor\", \"load\"] | [\"motor\"]                  | BMINOR | /attributes/2/tags | motorCurrent: tags changed",
                "schema  | Current of the motor  | The motor's current          | BPATCH | | ",
            })
    void eachChange_isSaidInWords_withItsEffect(
            String file, String spot, String instead, String due, String at, String words) {
        Comparison comparison = compare(pump("1.1.0", file, spot, instead), Witnesses.NONE);
        assertThat(comparison.isBackward()).isEqualTo(due.startsWith("B"));
        assertThat(comparison.needed()).isEqualTo(Change.Step.valueOf(due.substring(1)));
        if (words == null) {
            assertThat(comparison.changes()).isEmpty();
        } else {
            assertThat(comparison.changes())
                    .as(comparison.changes().toString())
                    .anyMatch(change ->
                            change.pointer().equals(at) && change.words().startsWith(words));
        }
    }

    @Test
    void optionalAttribute_takesAMinorVersion() {
        CompiledContract newer = pump(
                "1.1.0",
                "schema",
                "\"flow\": {",
                "\"speed\": {\"type\": \"number\", \"minimum\": 0},\n    \"flow\": {");
        Comparison comparison = compare(newer, Witnesses.NONE);
        assertThat(comparison.isBackward()).isTrue();
        assertThat(comparison.isForward()).isFalse();
        assertThat(comparison.isAllowed()).isTrue();
        assertThat(comparison.changes())
                .extracting(Change::words)
                .contains("speed: added: readers of the older version refuse it");
        assertThat(compare(pump("1.0.1", "schema", "\"maximum\": 100,", "\"maximum\": 101,"), Witnesses.NONE)
                        .due())
                .isEqualTo(new Version(1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"unit\": \"mA\"        | \"unit\": \"A\"     | false | kura: motor.current becomes motorCurrent in another way than it became motorCurrent: it would be misread",
                "\"source\": \"motor.current\" | \"source\": \"motor.i\" | false | kura: motor.current is not mapped any more: motorCurrent would be lost",
                "\"refuse\"              | \"drop\"            | true  | kura: sources that are not mapped are dropped: the older version refuses them",
                "\"kura\"                | \"senml\"           | false | kura: not mapped any more: devices that speak it would be refused",
                "{\"source\": \"motor.current\" | {\"source\": \"f\", \"attribute\": \"flow\"}, {\"source\": \"motor.current\" | true | kura: f becomes flow: the older version refuses it",
            })
    void changeOfAMapping_isTold(String spot, String instead, boolean backward, String words) {
        String mapping =
                """
                {"codec": "kura", "others": "refuse", "attributes": [
                 {"source": "motor.current", "attribute": "motorCurrent", "unit": "mA"}]}""";
        Comparison comparison = new Succession(Witnesses.NONE)
                .compare(mapped("1.0.0", mapping), mapped("1.1.0", mapping.replace(spot, instead)));
        if (words == null) {
            assertThat(comparison.changes()).isEmpty();
        } else {
            assertThat(comparison.isBackward()).isEqualTo(backward);
            assertThat(comparison.changes()).extracting(Change::words).contains(words);
        }
    }

    private static CompiledContract mapped(String version, String mapping) {
        ContractFiles files = Bodies.files("Pump", version, Bodies.PUMP.resolve("contract"));
        Map<String, byte[]> all = new HashMap<>(files.files());
        all.keySet().removeIf(file -> file.contains("mapping"));
        all.put("contract/mapping.json", Bodies.utf8(mapping));
        return ContractReader.compile(new ContractFiles("Pump", files.version(), all));
    }

    @Test
    void columnsInAnotherOrder_breakNobody() {
        String first =
                "{\"name\": \"vibrationX\", \"unitCode\": \"K40\", \"quantityKind\": \"Acceleration\", \"tags\": [\"vibration\", \"bearing\"]}";
        Comparison gone =
                new Succession(Witnesses.NONE).compare(unmapped("1.0.0", "", ""), unmapped("1.1.0", first + ",", ""));
        assertThat(gone.changes())
                .extracting(Change::words)
                .containsExactly(
                        "vibrationX: no column of the row any more: models and queries that read it would find nothing");
        String last = "[\"hydraulic\", \"flow\"]}";
        Comparison moved = new Succession(Witnesses.NONE)
                .compare(unmapped("1.0.0", "", ""), unmapped("1.1.0", first + ",", "", last, last + "," + first));
        assertThat(moved.isFull()).isTrue();
        assertThat(moved.changes()).singleElement().satisfies(change -> assertThat(change.words())
                .startsWith("columns in another order")
                .endsWith("rows are read by name, so nothing breaks"));
    }

    private static CompiledContract unmapped(String version, String... replacements) {
        ContractFiles files = Bodies.files("Pump", version, Bodies.PUMP.resolve("contract"));
        Map<String, byte[]> all = new HashMap<>(files.files());
        all.keySet().removeIf(file -> file.contains("mapping"));
        String overlay = new String(all.get(ContractFiles.OVERLAY), StandardCharsets.UTF_8);
        for (int i = 0; i < replacements.length; i += 2) {
            overlay = overlay.replace(replacements[i], replacements[i + 1]);
        }
        all.put(ContractFiles.OVERLAY, Bodies.utf8(overlay));
        return ContractReader.compile(new ContractFiles("Pump", files.version(), all));
    }

    @Test
    void devicesAndModelsOfTheNode_areNamedWithTheirValues() {
        Tail tail = new Tail() {
            @Override
            public List<Observation> recent(String device, int limit) {
                String body = Bodies.KEY_VALUES.replace("1.3302", device.equals("pump-7") ? "72.5" : "7.5");
                return List.of((Observation) Bodies.decode(
                        Bodies.pump(), Bodies.payload(device, Bodies.utf8(body.replace("pump-7", device)))));
            }

            @Override
            public Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener) {
                throw new AssertionError("nothing is followed");
            }
        };
        ModelSpec spec = new ModelSpec(
                "Pump",
                List.of(
                        new ModelSpec.Input("motorCurrent", ModelSpec.Transform.IDENTITY, 0, 1),
                        new ModelSpec.Input("flow", ModelSpec.Transform.IDENTITY, 0, 1)),
                1,
                1,
                1,
                new ModelSpec.Commissioning(0, 1, 1));
        Models models = new Models() {
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
                        Optional.of(spec),
                        ""));
            }

            @Override
            public List<Route> routes() {
                return List.of();
            }
        };
        List<Device> devices = List.of(device("pump-7"), device("pump-8"));
        Witnesses witnesses =
                new Witnesses(() -> Optional.of(() -> devices), () -> Optional.of(tail), () -> Optional.of(models));
        assertThat(compare(pump("1.1.0", "schema", "\"maximum\": 100,", "\"maximum\": 50,"), witnesses)
                        .broken())
                .containsExactly(new Broken(
                        Broken.Kind.DEVICE, "pump-7", "sent motorCurrent 72.5 AMP at 2026-11-22T15:00:00.125Z"));
        assertThat(compare(pump("1.1.0", "both", "\"flow\"", "\"volumeFlow\""), witnesses)
                        .broken())
                .containsExactly(
                        new Broken(
                                Broken.Kind.DEVICE,
                                "pump-7",
                                "sends flow, which is refused; does not send volumeFlow, which is required"),
                        new Broken(
                                Broken.Kind.DEVICE,
                                "pump-8",
                                "sends flow, which is refused; does not send volumeFlow, which is required"),
                        new Broken(Broken.Kind.MODEL, "pump-anomaly@1.0.0", "reads flow, which 1.1.0 has not"));
        assertThat(new Succession(witnesses)
                        .problem(Bodies.pump(), pump("1.1.0", "both", "\"flow\"", "\"volumeFlow\"")))
                .contains("Here it breaks 2 devices: pump-7 (sends flow")
                .contains("Here it breaks 1 models: pump-anomaly@1.0.0")
                .endsWith("Make it 2.0.0, or take the change back: aiot:contract-diff says all");
    }

    private static Device device(String name) {
        return new Device(name, "Pump", "broker", Instant.EPOCH, 1, 0, Optional.empty());
    }
}
