// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A plant's pump by MQTT in, NGSI-LD out: asked by plain HTTP, and by a client library that nobody of ours wrote. */
class NgsiLdIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final String ID = "urn:ngsi-ld:Pump:pump-7";

    private static final List<JsonNode> TOLD = new CopyOnWriteArrayList<>();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Path folder;
    private static Node node;
    private static Mosquitto mosquitto;
    private static Mosquitto.Subscription heard;
    private static Login gateway;
    private static Login operator;
    private static HttpServer receiver;
    private static Pump pump;

    @BeforeAll
    static void startNode() throws IOException {
        Mosquitto.orSkip();
        folder = Stage.folder("ngsi-ld");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
        operator = node.webLogin("desk", "operator");
        mosquitto = new Mosquitto(node.mqttPort(), folder);
        gateway = node.login("outside", "gateway");
        heard = mosquitto.subscribe(node.login("listener", "reader"), "ganglion/plant1/notification/#");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/told", exchange -> {
            TOLD.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        pump = new Pump("pump-7", NOW.minusSeconds(60));
        for (int i = 0; i < 10; i++) {
            send();
        }
        // The door of the web opens with its bundle; the rows are there once the publishes were answered.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/entities/" + ID).statusCode() == 200);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (heard != null) {
            heard.close();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
        if (node != null) {
            node.close();
        }
    }

    private static void send() throws IOException {
        Ganglion.Output output = mosquitto.publish(gateway, pump.topic(), pump.next());
        assertThat(output.code()).as(output.text()).isZero();
    }

    private static HttpResponse<String> call(String method, String path, String body) {
        String login =
                Base64.getEncoder().encodeToString((operator.user() + ":" + operator.password()).getBytes(UTF_8));
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.webPort() + "/ngsi-ld/v1" + path))
                            .header("Authorization", "Basic " + login)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> get(String path) {
        return call("GET", path, "");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePumpAndItsPastAreRead() {
        JsonNode entity = json(get("/entities/" + ID));
        assertThat(entity.path("flow").path("unitCode").asText()).isEqualTo("L2");
        JsonNode past = json(get("/temporal/entities/" + ID + "?attrs=flow&options=temporalValues"));
        assertThat(past.path("flow").path("values").size()).isGreaterThanOrEqualTo(10);
        assertThat(past.path("flow").path("values").get(0).get(1).asText())
                .isEqualTo(NOW.minusSeconds(60).toString());
        JsonNode sums = json(get("/temporal/entities/" + ID
                + "?attrs=flow&options=aggregatedValues&aggrMethods=max,totalCount&aggrPeriodDuration=PT1H"));
        assertThat(sums.path("flow").path("max")).isNotEmpty();
        assertThat(json(get("/types")).path("typeList").toString()).contains("\"Pump\"", "\"Host\"");
        assertThat(json(get("/entities?type=Host&options=keyValues"))
                        .get(0)
                        .path("cpuLoad")
                        .isNumber())
                .isTrue();
    }

    @Test
    void subscribersAreTold_byHttpAndByTheNodesOwnBroker() throws IOException {
        for (String uri : List.of(
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/told",
                "mqtt://127.0.0.1:" + node.mqttPort() + "/ganglion/plant1/notification/desk")) {
            HttpResponse<String> made = call(
                    "POST",
                    "/subscriptions",
                    "{\"type\": \"Subscription\", \"entities\": [{\"type\": \"Pump\", \"id\": \"" + ID + "\"}],"
                            + " \"notification\": {\"format\": \"keyValues\", \"endpoint\": {\"uri\": \"" + uri
                            + "\"}}}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        }
        send();
        await().atMost(PATIENCE)
                .until(() ->
                        !TOLD.isEmpty() && !heard.bodies("/notification/desk").isEmpty());
        assertThat(TOLD.get(0).path("data").get(0).path("id").asText()).isEqualTo(ID);
        JsonNode message = JSON.readTree(heard.bodies("/notification/desk").get(0));
        assertThat(message.path("metadata").path("Content-Type").asText()).isEqualTo("application/json");
        assertThat(message.path("body").path("data").get(0).path("flow").isNumber())
                .isTrue();
    }

    @Test
    void whatIsWrittenIsKept_andWhatTheContractRefusesIsAnswered() {
        Pump other = new Pump("pump-8", NOW);
        HttpResponse<String> created = call("POST", "/entities", new String(other.next(), UTF_8));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        await().atMost(PATIENCE)
                .until(() -> get("/entities/urn:ngsi-ld:Pump:pump-8").statusCode() == 200);
        HttpResponse<String> refused = call(
                "POST",
                "/entities",
                other.reading(NOW).replace("pump-8", "pump-9").replaceAll("\"flow\":[0-9.]+", "\"flow\":-3"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("reason").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(json(refused).path("path").asText()).isEqualTo("/flow");
        assertThat(call("DELETE", "/entities/" + ID, "").statusCode()).isEqualTo(405);
        assertThat(get("/entities?type=Pump&georel=near").statusCode()).isEqualTo(422);
    }

    @Test
    void aClientOfAnotherHouseReadsAndSubscribes() throws Exception {
        Path npm = Path.of("/usr/bin/npm");
        assumeTrue(Files.isExecutable(npm), "npm is not installed (Debian: npm)");
        Path client = Files.createDirectories(folder.resolve("ngsijs"));
        for (String name : List.of("package.json", "client.js")) {
            Files.copy(Path.of(System.getProperty("ganglion.root"), "itests/stories/ngsi", name), client.resolve(name));
        }
        Ganglion.Output installed = Ganglion.run(
                new ProcessBuilder(npm.toString(), "install", "--no-audit", "--no-fund").directory(client.toFile()),
                120);
        assumeTrue(installed.code() == 0, () -> "ngsijs cannot be installed: " + installed.text());
        ProcessBuilder speak = new ProcessBuilder(
                        "node",
                        "client.js",
                        "http://127.0.0.1:" + node.webPort() + "/",
                        operator.user(),
                        operator.password(),
                        "pump-7",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/told")
                .directory(client.toFile())
                .redirectError(client.resolve("errors").toFile());
        Process process = speak.start();
        JsonNode said = JSON.readTree(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(client.resolve("errors")))
                .isZero();
        assertThat(said.path("count").asInt()).isPositive();
        assertThat(said.path("listed").toString()).contains(ID);
        assertThat(said.path("entity").path("motorCurrent").path("unitCode").asText())
                .isEqualTo("AMP");
        assertThat(said.path("types").toString()).contains("\"Pump\"");
        assertThat(said.path("past").get(0).path("flow").path("values")).hasSize(5);
        assertThat(said.path("absent").asText()).isEqualTo("NotFoundError");
        assertThat(said.path("wrong").asText()).isNotEqualTo("not refused");
        assertThat(said.path("subscribed").path("q").asText()).isEqualTo("flow>0");
        int before = TOLD.size();
        send();
        await().atMost(PATIENCE).until(() -> TOLD.stream().skip(before).anyMatch(told -> told.path("subscriptionId")
                .asText()
                .equals(said.path("subscription").asText())));
    }
}
