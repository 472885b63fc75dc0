// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Prometheus scrapes a node under load, and every question that the dashboards ask has an answer there. */
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Node node;
    private static Login viewer;
    private static Prometheus prometheus;

    @BeforeAll
    static void startNode() throws Exception {
        Prometheus.orSkip();
        Path folder = Stage.folder("metrics");
        node = Node.at(Ganglion.underTest(), folder, "node")
                .configured("io.ganglion.driver.machine-pump-1", Map.of("device", "pump-1", "period_ms", "100"))
                .configured(
                        "io.ganglion.driver.machine-pump-2",
                        Map.of(
                                "device",
                                "pump-2",
                                "seed",
                                "2",
                                "period_ms",
                                "100",
                                "fault",
                                "chatter",
                                "fault_from",
                                "10"))
                // Nobody listens there: what cannot be sent and what is not well has its figures too.
                .configured("io.ganglion.uplink-away", Map.of("name", "away", "uri", "tcp://127.0.0.1:1"))
                .configured(
                        "io.ganglion.maintenance.redmine-away",
                        Map.of("url", "http://127.0.0.1:1", "project", "plant1", "key_field", "1"))
                .start();
        viewer = node.webLogin("prometheus", "viewer");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/metrics").statusCode() == 200);
        prometheus = Prometheus.start(
                folder.resolve("prometheus"), get("/metrics/prometheus.yml").body(), viewer, node.webPort());
    }

    @AfterAll
    static void stop() throws IOException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString((viewer.user() + ":" + viewer.password()).getBytes(UTF_8));
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.webPort() + path))
                        .header("Authorization", "Basic " + login)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void everyQuestionOfTheDashboards_hasAnAnswerInARealPrometheus() throws Exception {
        List<String> questions = new ArrayList<>();
        for (String name : List.of("plant", "models", "loop", "node")) {
            JsonNode dashboard =
                    JSON.readTree(get("/metrics/dashboards/" + name + ".json").body());
            dashboard.path("panels").forEach(panel -> panel.path("targets")
                    .forEach(target ->
                            questions.add(name + ": " + target.path("expr").asText())));
        }
        assertThat(questions).hasSizeGreaterThan(50);

        Set<String> open = new TreeSet<>(questions);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
            open.removeIf(MetricsIT::isAnswered);
            assertThat(open).as("questions without an answer").isEmpty();
        });
    }

    private static boolean isAnswered(String question) {
        String expression = question.substring(question.indexOf(": ") + 2)
                .replace("$node", ".*")
                .replace("$__rate_interval", "30s");
        JsonNode answer = prometheus.query(expression);
        return answer.path("status").asText().equals("success")
                && !answer.path("data").path("result").isEmpty();
    }

    @Test
    void figuresAreThoseOfTheNode_andNobodyReadsThemWithoutALogin() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/metrics").body())
                .contains("ganglion_node_info{node=\"")
                .contains("ganglion_devices{contract=\"Pump\"} 2.0")
                .contains("ganglion_driver_up{driver=\"machine-pump-1\"} 1.0")
                .contains("ganglion_uplink_up{uplink=\"away\"} 0.0")
                .containsPattern("ganglion_quarantine_reason_entries\\{contract=\"Pump\",reason=\"[A-Z_]+\"} [1-9]")
                .doesNotContain("ganglion_source_up{source=\"flow\"} 0.0"));
        HttpResponse<String> stranger = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.webPort() + "/metrics"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isEqualTo(401);
        // Webhooks come without a login, and go nowhere without a signature.
        assertThat(CLIENT.send(
                                HttpRequest.newBuilder(
                                                URI.create("http://127.0.0.1:" + node.webPort() + "/hooks/redmine"))
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }
}
