// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static io.ganglion.ngsi.Plant.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.ngsi.form.BoundedJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications to Debian's mosquitto, heard by its own client. */
class MqttNotificationTest {

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Plant plant;
    private int port;

    @BeforeEach
    void start() throws Exception {
        for (String program : List.of("mosquitto", "mosquitto_pub", "mosquitto_sub")) {
            assumeTrue(
                    Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin")
                            .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                    program + " is not installed (Debian: mosquitto, mosquitto-clients)");
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        plant = new Plant(folder.resolve("node"), (topic, body, retained) -> false);
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        if (plant != null) {
            plant.close();
        }
    }

    private Process run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(Path.of(command[0]).getFileName() + ".out")
                        .toFile())
                .start();
        processes.add(process);
        return process;
    }

    private Process broker() throws IOException {
        Process broker = run(
                Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto",
                "-p",
                Integer.toString(port));
        await().until(() -> {
            try (Socket probe = new Socket("127.0.0.1", port)) {
                return probe.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return broker;
    }

    /** Hears from now on: what was retained before says so. */
    private void listen() throws Exception {
        String at = Integer.toString(port);
        run("mosquitto_pub", "-p", at, "-q", "1", "-r", "-t", "desk/ready", "-m", "ready")
                .waitFor(10, TimeUnit.SECONDS);
        run("mosquitto_sub", "-p", at, "-q", "1", "-t", "desk/#", "-F", "MESSAGE %t %q %p");
        await().until(() ->
                Files.readString(folder.resolve("mosquitto_sub.out")).contains("desk/ready"));
    }

    private List<String> heard() throws IOException {
        return Files.readAllLines(folder.resolve("mosquitto_sub.out")).stream()
                .filter(line -> line.startsWith("MESSAGE desk/pumps"))
                .toList();
    }

    @Test
    void aForeignBrokerGetsMetadataAndBody_andAgainWhenItWasAway() throws Exception {
        Process broker = broker();
        listen();
        HttpResponse<String> created = plant.post(
                "/subscriptions",
                "{\"type\": \"Subscription\", \"entities\": [{\"type\": \"Pump\"}], \"notification\": {"
                        + "\"format\": \"keyValues\", \"attributes\": [\"flow\"], \"endpoint\": {\"uri\": \"mqtt://127.0.0.1:"
                        + port + "/desk/pumps\", \"notifierInfo\": [{\"key\": \"MQTT-QoS\", \"value\": \"1\"}]}}}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow().replace("/ngsi-ld/v1", "");

        plant.observe(plant.observed("pump-1", "2026-11-20T10:00:00Z", 31));
        await().until(() -> heard().size() == 1);
        String[] message = heard().get(0).split(" ", 4);
        assertThat(message[1]).isEqualTo("desk/pumps");
        assertThat(message[2]).isEqualTo("1");
        JsonNode notification = BoundedJson.read(message[3].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(notification.path("metadata").path("Content-Type").asText()).isEqualTo("application/json");
        assertThat(notification.path("body").path("data").get(0).path("flow").asDouble())
                .isEqualTo(31);

        broker.destroy();
        broker.waitFor(10, TimeUnit.SECONDS);
        plant.observe(plant.observed("pump-1", "2026-11-20T10:00:01Z", 32));
        await().until(() -> notification(location).path("timesFailed").asInt() > 0);
        assertThat(notification(location).path("lastError").asText()).isNotBlank();

        broker();
        listen();
        plant.observe(plant.observed("pump-1", "2026-11-20T10:00:02Z", 33));
        await().until(() -> heard().stream().anyMatch(line -> line.contains("33")));
    }

    private JsonNode notification(String location) {
        return json(plant.call("GET", location, "application/json", "")).path("notification");
    }
}
