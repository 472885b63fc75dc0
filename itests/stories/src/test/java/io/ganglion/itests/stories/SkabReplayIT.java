// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Books;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Message;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real runs of a pump on a test bed, a valve closing in each, replayed through MQTT as fast as the node takes them. Each
 * run is a device that the node has never seen: its first 400 rows commission it, the others are judged.
 */
class SkabReplayIT {

    private static final int COMMISSIONING = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The verdicts on a device, in the order in which they came. */
    private final Map<String, List<String>> verdicts = new ConcurrentHashMap<>();

    @Test
    void everyRowIsAccountedFor_andTheValveIsNoticed() throws Exception {
        Map<String, List<SkabRow>> runs = runs();
        long rows = runs.values().stream().mapToLong(List::size).sum();
        Path folder = Stage.folder("skab-replay");
        try (Node node = Node.at(Ganglion.underTest(), folder, "node")
                .configured("io.ganglion.pipeline", Map.of("publish", "all"))
                .configured(
                        "io.ganglion.broker", Map.of("port", "${ganglion.port.mqtt}", "max_queue_messages", "1000000"))
                .start()) {
            long millis = replay(node, runs, rows);
            Books books = node.books();
            assertThat(quarantinedRows(node)).as("refused rows of %s", books).isZero();
            Detection detection = judge(runs);
            String table = detection.table()
                    + "%,d rows in %,d ms through MQTT at QoS 1; every one accepted and scored%n"
                            .formatted(rows, millis);
            AlertEpisodes rises = new AlertEpisodes("each rise of a verdict");
            AlertEpisodes policy = new AlertEpisodes("by the alert policy");
            alerts(runs, alertsOf(node), rises, policy);
            table += AlertEpisodes.head() + rises.line() + policy.line();
            System.out.print(table);
            Files.writeString(folder.resolve("skab.txt"), table);
            explained(node, alertsOf(node));
            assertThat(policy.found()).as("episodes with an alert").isGreaterThan(rises.found() / 2);
            assertThat(policy.alertsAnEpisode()).as("alerts an episode").isLessThanOrEqualTo(rises.alertsAnEpisode());
            assertThat(policy.falseAlertsAnHour())
                    .as("false alerts an hour")
                    .isLessThanOrEqualTo(rises.falseAlertsAnHour());
            assertThat(detection.falseAlarmRate()).as("false alarm rate").isLessThan(0.5);
            assertThat(detection.f1()).as("F1").isGreaterThan(0.5);
        }
    }

    private long replay(Node node, Map<String, List<SkabRow>> runs, long rows) throws Exception {
        try (MqttWire listener = MqttWire.subscriber(
                        node.mqttPort(),
                        "listener",
                        node.login("listener", "reader"),
                        "ganglion/plant1/insight/Pump/+",
                        1,
                        this::hear);
                MqttWire wire = MqttWire.publisher(node.mqttPort(), "skab", node.login("skab", "gateway"), 500)) {
            long began = System.nanoTime();
            long tag = 0;
            int longest = runs.values().stream().mapToInt(List::size).max().orElseThrow();
            // Row by row over all runs, as sixteen pumps side by side would send them.
            for (int i = 0; i < longest; i++) {
                for (var run : runs.entrySet()) {
                    if (i < run.getValue().size()) {
                        String device = run.getKey();
                        wire.publish(
                                "ganglion/plant1/telemetry/Pump/" + device,
                                run.getValue().get(i).payload(device).getBytes(UTF_8),
                                tag++);
                    }
                }
            }
            wire.flush();
            await("every row is scored")
                    .atMost(PATIENCE)
                    .until(() -> listener.broken() != null
                            || verdicts.values().stream().mapToLong(List::size).sum() >= rows);
            return (System.nanoTime() - began) / 1_000_000;
        }
    }

    private void hear(Message message) {
        verdicts.computeIfAbsent(message.device(), any -> new CopyOnWriteArrayList<>())
                .add(message.json().path("verdict").asText());
    }

    private Detection judge(Map<String, List<SkabRow>> runs) {
        Detection detection = new Detection();
        runs.forEach((device, rows) -> {
            List<String> heard = verdicts.get(device);
            assertThat(heard).as("verdicts on %s", device).hasSameSizeAs(rows);
            assertThat(heard.subList(0, COMMISSIONING))
                    .as("first rows of %s", device)
                    .containsOnly("commissioning");
            for (int i = COMMISSIONING; i < rows.size(); i++) {
                assertThat(heard.get(i)).as("row %d of %s", i, device).isIn("normal", "anomalous");
                detection.count(heard.get(i).equals("anomalous"), rows.get(i).anomaly());
            }
        });
        return detection;
    }

    /** Holds alerts against the truth, with and without a policy between the verdict and the person. */
    private void alerts(
            Map<String, List<SkabRow>> runs,
            Map<String, List<AlertEpisodes.Span>> raised,
            AlertEpisodes rises,
            AlertEpisodes policy) {
        runs.forEach((device, rows) -> {
            List<SkabRow> judged = rows.subList(COMMISSIONING, rows.size());
            List<Instant> times =
                    judged.stream().map(row -> Instant.parse(row.time())).toList();
            List<AlertEpisodes.Span> truth = AlertEpisodes.spans(
                    times, judged.stream().map(SkabRow::anomaly).toList());
            List<AlertEpisodes.Span> each = AlertEpisodes.spans(
                    times,
                    verdicts.get(device).subList(COMMISSIONING, rows.size()).stream()
                            .map("anomalous"::equals)
                            .toList());
            long healthy = judged.stream().filter(row -> !row.anomaly()).count();
            rises.count(each, truth, healthy);
            policy.count(raised.getOrDefault(device, List.of()), truth, healthy);
        });
    }

    /** At its first row each alert says why, by every method, and shows a row on which the pump was well. */
    private static void explained(Node node, Map<String, List<AlertEpisodes.Span>> raised) throws IOException {
        String device = raised.keySet().iterator().next();
        Instant from = raised.get(device).get(0).from();
        for (String method : List.of("reconstruction", "gradients", "shap")) {
            JsonNode why = node.json("aiot:explain " + device + " --at " + from + " --method " + method);
            double sum = why.path("baseline").asDouble();
            for (JsonNode part : why.path("parts")) {
                sum += part.path("contribution").asDouble();
            }
            double score = why.path("score").asDouble();
            assertThat(why.path("at").asText()).isEqualTo(from.toString());
            assertThat(why.path("model").asText()).startsWith("pump-anomaly@");
            assertThat(why.path("parts")).hasSize(8);
            assertThat(score)
                    .as("%s of %s", method, device)
                    .isGreaterThan(why.path("threshold").asDouble());
            assertThat(sum).isCloseTo(score, org.assertj.core.data.Offset.offset(0.002 * score));
            assertThat(Instant.parse(why.path("normalAt").asText())).isBefore(from);
        }
    }

    /** What the node raised, by device; one that goes on has no end. */
    private static Map<String, List<AlertEpisodes.Span>> alertsOf(Node node) throws IOException {
        Map<String, List<AlertEpisodes.Span>> raised = new TreeMap<>();
        for (JsonNode alert : node.json("aiot:alert-list -n 1000")) {
            Instant to = alert.path("to").asText("").isEmpty()
                    ? Instant.MAX
                    : Instant.parse(alert.path("to").asText());
            raised.computeIfAbsent(alert.path("asset").asText(), any -> new ArrayList<>())
                    .add(new AlertEpisodes.Span(Instant.parse(alert.path("from").asText()), to));
        }
        return raised;
    }

    private static long quarantinedRows(Node node) throws IOException {
        return node.json("aiot:quarantine-list -n 1000").findValues("device").stream()
                .filter(device -> device.asText().startsWith("valve1-"))
                .count();
    }

    private static Map<String, List<SkabRow>> runs() throws IOException {
        Path folder = Path.of(System.getProperty("ganglion.shared", "../shared"), "data/skab/valve1");
        assumeTrue(Files.isDirectory(folder), "no real data to replay: " + folder);
        Map<String, List<SkabRow>> runs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".csv", "");
                List<SkabRow> rows = new ArrayList<>();
                Files.readAllLines(file).stream().skip(1).map(SkabRow::parse).forEach(rows::add);
                runs.put("valve1-" + name, rows);
            }
        }
        assertThat(runs).isNotEmpty();
        return runs;
    }
}
