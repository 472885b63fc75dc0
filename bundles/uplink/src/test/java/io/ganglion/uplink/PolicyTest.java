// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.carry.Destination;
import io.ganglion.uplink.message.Body;
import io.ganglion.uplink.message.Letter;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is worth sending, told against a real broker: what is left out counts as handled, and is counted. */
@Timeout(60)
class PolicyTest {
    private static final String NAME = "upstream";

    @TempDir
    Path folder;

    private final MemoryJournal journal = new MemoryJournal();

    private List<Letter> sent(Map<String, Object> policy, long last, long leftOut) throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port);
                Destination uplink = Plant.start(Plant.settings(broker.port, folder, policy), journal)) {
            Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) >= last);
            Plant.awaitTrue(() -> uplink.status().leftOut() == leftOut);
            Plant.awaitTrue(() -> listener.letters.size() >= uplink.status().sent());
            return List.copyOf(listener.letters);
        }
    }

    @Test
    void changes_areValuesBeyondTheirDeadband_andAnUnchangedDeviceIsHeardNowAndThen() throws Exception {
        journal.add(Plant.row("pump-1", 0, 50, 30));
        journal.add(Plant.row("pump-1", 1, 50.9, 30));
        journal.add(Plant.row("pump-1", 2, 51.1, 30));
        journal.add(Plant.row("pump-1", 3, 51.1, Double.NaN));
        journal.add(Plant.row("pump-1", 4, 51.1, Double.NaN));
        journal.add(Plant.row("pump-1", 603, 51.1, Double.NaN));
        long last = journal.add(Plant.row("pump-1", 604, 51.1, Double.NaN));
        assertThat(sent(Map.of("telemetry", "changes"), last, 3)).hasSize(4);
    }

    @Test
    void aDeadbandOfItsOwn_andNamesWithAStar() throws Exception {
        journal.add(Plant.row("pump-1", 0, 50, 30));
        journal.add(Plant.row("pump-1", 1, 50.6, 30));
        journal.add(Plant.row("pump-1", 2, 50.6, 39));
        journal.add(Plant.row("mill-1", 3, 0, 0));
        long last = journal.add(Plant.row("pump-1", 4, 50.6, 45));
        Map<String, Object> policy = Map.of(
                "telemetry", "changes",
                "devices", new String[] {"pump-*"},
                "deadbands", new String[] {"Pump.motorCurrent=0.5", "flow=1%"});
        assertThat(sent(policy, last, 2)).hasSize(3);
    }

    @Test
    void aggregates_areMeanLeastAndGreatestOfASpan_oneADevice() throws Exception {
        for (int i = 0; i < 60; i++) {
            journal.add(Plant.row("pump-" + i % 2, i, i, 30));
        }
        long last = journal.add(Plant.row("pump-0", 100_000, 1, 30));
        List<Letter> letters = sent(Map.of("telemetry", "aggregates", "interval__s", 1_000L), last, 0);
        assertThat(letters).hasSize(3).extracting(Letter::topic).contains("ganglion/plant1/aggregate/Pump/pump-1");
        JsonNode first = Listener.json(letters.get(0)).path("attributes").path("motorCurrent");
        assertThat(first.path("mean").asDouble()).isEqualTo(29);
        assertThat(first.path("minimum").asDouble()).isEqualTo(0);
        assertThat(first.path("maximum").asDouble()).isEqualTo(58);
        assertThat(first.path("unitCode").asText()).isEqualTo("AMP");
        assertThat(Listener.json(letters.get(0)).path("rows").asInt()).isEqualTo(30);
        assertThat(errors("aggregate", letters.get(0).body())).isEmpty();
    }

    @Test
    void insightsThatSayTheSame_areLeftOut_andTelemetryAltogether() throws Exception {
        journal.add(Plant.insight("pump-1", 0, Condition.NORMAL));
        journal.add(Plant.insight("pump-1", 1, Condition.NORMAL));
        journal.add(Plant.insight("pump-1", 2, Condition.ANOMALOUS));
        long last = journal.add(Plant.row("pump-1", 3, 1, 30));
        Map<String, Object> policy = Map.of("telemetry", "none", "insights", "changes");
        assertThat(sent(policy, last, 2))
                .hasSize(2)
                .extracting(Letter::topic)
                .containsOnly("ganglion/plant1/insight/Pump/pump-1");
    }

    @Test
    void bodiesHoldToTheirSchemas() throws Exception {
        for (Body.Representation representation : Body.Representation.values()) {
            Body body = new Body(representation, "dateObserved");
            assertThat(errors("telemetry", body.of(Plant.row("pump-1", 0, 1, Double.NaN))))
                    .isEmpty();
            assertThat(errors("insight", body.of(Plant.insight("pump-1", 0, Condition.COMMISSIONING))))
                    .isEmpty();
        }
    }

    private static java.util.Set<com.networknt.schema.ValidationMessage> errors(String schema, byte[] body)
            throws Exception {
        try (InputStream in =
                Objects.requireNonNull(PolicyTest.class.getResourceAsStream("/schema/" + schema + ".json"), schema)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in)
                    .validate(new ObjectMapper().readTree(body));
        }
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> Plant.settings(1, folder, Map.of("telemetry", "some")))
                .hasMessageContaining("telemetry must be one of")
                .hasMessageContaining("some");
        assertThatThrownBy(() -> Plant.settings(1, folder, Map.of("deadbands", new String[] {"flow"})))
                .hasMessageContaining("flow");
        assertThatThrownBy(() -> Plant.settings(1, folder, Map.of("uri", "http://host")))
                .hasMessageContaining("tcp:// or ssl://");
    }

    @Test
    void aListInOneText_asACfgFileHasIt_isItsEntries() {
        var terms = Plant.settings(
                        1883,
                        folder,
                        Map.of("devices", new String[] {"pump-1, pump-2"}, "contracts", new String[] {"Pump ,Host"}))
                .policy();
        assertThat(terms.devices()).containsExactly("pump-1", "pump-2");
        assertThat(terms.contracts()).containsExactly("Pump", "Host");
    }
}
