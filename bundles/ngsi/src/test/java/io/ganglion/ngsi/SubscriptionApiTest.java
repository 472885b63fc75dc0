// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static io.ganglion.ngsi.Plant.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.ganglion.ngsi.form.BoundedJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionApiTest {

    @TempDir
    Path folder;

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer receiver;
    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        receiver.createContext("/told", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean fail = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (!fail) {
                received.add(BoundedJson.read(body));
                headers.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                        + exchange.getRequestHeaders().getFirst("Link") + " "
                        + exchange.getRequestHeaders().getFirst("X-Key"));
            }
            exchange.sendResponseHeaders(fail ? 500 : 204, -1);
            exchange.close();
        });
        receiver.createContext("/stuck", exchange -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        receiver.start();
        plant = new Plant(folder, (topic, body, retained) -> {
            published.add(topic + " " + new String(body, UTF_8));
            return true;
        });
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        plant.close();
        receiver.stop(0);
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private String subscribe(String members, String endpoint) {
        HttpResponse<String> response = plant.post(
                "/subscriptions",
                "{\"type\": \"Subscription\"" + members + ", \"notification\": {\"format\": \"keyValues\","
                        + " \"attributes\": [\"flow\"], \"endpoint\": " + endpoint + "}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.headers().firstValue("Location").orElseThrow().replace("/ngsi-ld/v1", "");
    }

    private void observe(String device, double flow) {
        plant.observe(plant.observed(device, "2026-11-20T10:00:00Z", flow));
    }

    private JsonNode read(String location) {
        return json(plant.call("GET", location, "application/json", ""));
    }

    @Test
    void anObservationThatFitsIsTold_othersAreNot() {
        String location = subscribe(
                ", \"entities\": [{\"type\": \"Pump\", \"idPattern\": \"pump-[1-3]$\"}], \"q\": \"flow>10\"",
                "{\"uri\": \"" + uri("/told") + "\", \"receiverInfo\": [{\"key\": \"X-Key\", \"value\": \"secret\"}]}");
        observe("pump-1", 5);
        observe("pump-4", 50);
        observe("pump-2", 50);
        await().until(() -> received.size() == 1);
        JsonNode notification = received.get(0);
        assertThat(notification.path("type").asText()).isEqualTo("Notification");
        assertThat(location).endsWith(notification.path("subscriptionId").asText());
        assertThat(notification.path("data").toString())
                .isEqualTo("[{\"id\":\"urn:ngsi-ld:Pump:pump-2\",\"type\":\"Pump\",\"flow\":50.0}]");
        assertThat(headers.get(0))
                .startsWith("application/json <https://uri.etsi.org/")
                .endsWith(" secret");
        await().until(() ->
                read(location).path("notification").path("timesSent").asInt() == 1);
        assertThat(read(location).path("status").asText()).isEqualTo("active");
        assertThat(read(location).path("notification").path("lastSuccess").asText())
                .isNotBlank();
    }

    @Test
    void aFailedDeliveryIsRepeated_andCounted() {
        failures.set(2);
        String location = subscribe(
                ", \"watchedAttributes\": [\"flow\"]",
                "{\"uri\": \"" + uri("/told") + "\", \"accept\": \"application/ld+json\"}");
        observe("pump-1", 5);
        await().until(() -> received.size() == 1);
        assertThat(received.get(0).has("@context")).isTrue();
        assertThat(headers.get(0)).startsWith("application/ld+json null");
        await().until(() ->
                read(location).path("notification").path("timesSent").asInt() == 1);
        assertThat(read(location).path("notification").path("timesFailed").asInt())
                .isEqualTo(2);
    }

    @Test
    void aStuckEndpointHoldsUpNobodyElse_andItsOldestLeave() {
        String stuck = subscribe(
                ", \"entities\": [{\"type\": \"Pump\"}]", "{\"uri\": \"" + uri("/stuck") + "\", \"timeout\": 30000}");
        subscribe(", \"entities\": [{\"type\": \"Pump\"}]", "{\"uri\": \"" + uri("/told") + "\"}");
        for (int i = 0; i < 300; i++) {
            observe("pump-1", i);
            int before = i;
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> received.size() == before + 1);
        }
        assertThat(read(stuck).path("notification").path("timesLeftOut").asInt())
                .isEqualTo(300 - 1 - 100);
        assertThat(read(stuck).path("notification").path("timesSent").asInt()).isZero();
    }

    @Test
    void throttlingKeepsTheSecondOneBack() {
        subscribe(
                ", \"entities\": [{\"type\": \"Pump\"}], \"throttling\": 3600", "{\"uri\": \"" + uri("/told") + "\"}");
        subscribe(", \"entities\": [{\"type\": \"Pump\"}]", "{\"uri\": \"" + uri("/told") + "\"}");
        observe("pump-1", 1);
        observe("pump-2", 2);
        await().until(() -> received.size() >= 3);
        assertThat(received).hasSize(3);
    }

    @Test
    void byTheClock_entitiesAreToldAsTheyStand() {
        observe("pump-1", 1);
        observe("pump-2", 2);
        subscribe(
                ", \"entities\": [{\"type\": \"Pump\"}], \"timeInterval\": 3600",
                "{\"uri\": \"" + uri("/told") + "\"}");
        await().until(() -> received.size() == 1);
        assertThat(received.get(0).path("data")).hasSize(2);
    }

    @Test
    void onTheOwnBrokerTheMessageHasMetadataAndBody() {
        subscribe(
                ", \"entities\": [{\"type\": \"Pump\"}]",
                "{\"uri\": \"mqtt://127.0.0.1:1883/ganglion/plant1/notification/desk\","
                        + " \"receiverInfo\": [{\"key\": \"X-Key\", \"value\": \"secret\"}]}");
        observe("pump-1", 1);
        await().until(() -> published.size() == 1);
        String[] message = published.get(0).split(" ", 2);
        assertThat(message[0]).isEqualTo("ganglion/plant1/notification/desk");
        JsonNode body = BoundedJson.read(message[1].getBytes(UTF_8));
        assertThat(body.path("metadata").path("Content-Type").asText()).isEqualTo("application/json");
        assertThat(body.path("metadata").path("X-Key").asText()).isEqualTo("secret");
        assertThat(body.path("body").path("data").get(0).path("flow").asDouble())
                .isEqualTo(1);
    }

    @Test
    void aSubscriptionIsPaused_changedAndDeleted() {
        String location = subscribe(", \"entities\": [{\"type\": \"Pump\"}]", "{\"uri\": \"" + uri("/told") + "\"}");
        assertThat(plant.call("PATCH", location, "application/json", "{\"isActive\": false}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(read(location).path("status").asText()).isEqualTo("paused");
        plant.call(
                "PATCH", location, "application/json", "{\"isActive\": true, \"expiresAt\": \"2020-01-01T00:00:00Z\"}");
        assertThat(read(location).path("status").asText()).isEqualTo("expired");
        plant.call("PATCH", location, "application/json", "{\"expiresAt\": null, \"q\": \"flow>100\"}");
        assertThat(read(location).path("status").asText()).isEqualTo("active");
        assertThat(json(plant.call("GET", "/subscriptions", "application/json", "")))
                .hasSize(1);
        assertThat(plant.call("DELETE", location, "application/json", "").statusCode())
                .isEqualTo(204);
        assertThat(plant.call("GET", location, "application/json", "").statusCode())
                .isEqualTo(404);
        assertThat(folder.resolve("subscriptions")).isEmptyDirectory();
    }

    @Test
    void subscriptionsOutliveARestart_inFilesForTheirOwnerAlone() throws Exception {
        String location = subscribe(", \"entities\": [{\"type\": \"Pump\"}]", "{\"uri\": \"" + uri("/told") + "\"}");
        observe("pump-1", 1);
        await().until(() ->
                read(location).path("notification").path("timesSent").asInt() == 1);
        try (var files = Files.list(folder.resolve("subscriptions"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
        plant.close();
        Files.walk(folder.resolve("contract-pump"))
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(path -> path.toFile().delete());
        plant = new Plant(folder, (topic, body, retained) -> true);
        assertThat(read(location).path("notification").path("timesSent").asInt())
                .isEqualTo(1);
        observe("pump-1", 2);
        await().until(() -> received.size() == 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://example.com/",
                "http://127.0.0.1.example.com/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "http://user:password@127.0.0.1/",
                "mqtt://127.0.0.1:1883/ganglion/plant1/status/node",
                "mqtt://127.0.0.1:1883/ganglion/plant1/notification/#",
                "mqtt://127.0.0.1",
                "http://[::2]/",
                "//127.0.0.1/",
                "http://0x7f000001/",
                "mqtt://localhost/ganglion/plant1/command/Pump/pump-1",
            })
    void anEndpointThatThisNodeMayNotReach_isRefused(String uri) {
        HttpResponse<String> response = plant.post(
                "/subscriptions",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\": \"Pump\"}], \"notification\": {\"endpoint\": {\"uri\": \""
                        + uri + "\"}}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(json(plant.call("GET", "/subscriptions", "application/json", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"Subscription\"}",
                "{\"type\": \"Subscription\", \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\"}}}",
                "{\"type\": \"Subscription\", \"entities\": [{}], \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\"}}}",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\":\"Pump\"}], \"throttling\": -1, \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\"}}}",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\":\"Pump\"}], \"q\": \"((\", \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\"}}}",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\":\"Pump\"}], \"expiresAt\": \"soon\", \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\"}}}",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\":\"Pump\"}], \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\", \"receiverInfo\": [{\"key\": \"Host\", \"value\": \"x\"}]}}}",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\":\"Pump\"}], \"notification\": {\"endpoint\": {\"uri\": \"http://127.0.0.1/\", \"receiverInfo\": [{\"key\": \"A\", \"value\": \"x\\r\\nB: y\"}]}}}",
            })
    void whatIsNoSubscription_isRefused(String body) {
        assertThat(plant.post("/subscriptions", body).statusCode()).isEqualTo(400);
    }
}
