// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One node publishes a model; another Karaf adds its repository and installs it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelFeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MODEL = "pump-anomaly@1.1.0";

    private static Path folder;
    private static Node publisher;
    private static Node reader;
    private static String url;

    @BeforeAll
    static void startNodes() throws IOException {
        folder = Stage.folder("model-feed");
        publisher = Node.at(Ganglion.underTest(), folder, "publisher").start();
        reader = Node.at(Ganglion.underTest(), folder, "reader").start();
    }

    @AfterAll
    static void stopNodes() throws IOException {
        for (Node node : new Node[] {publisher, reader}) {
            if (node != null) {
                node.close();
            }
        }
    }

    private static JsonNode registered(Node node, String version) throws IOException {
        for (JsonNode model : node.json("aiot:hub-list")) {
            if (model.path("model").asText().equals("pump-anomaly")
                    && model.path("version").asText().equals(version)) {
                return model;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    @Order(1)
    void theShippedModelsStory_canBeRecited() throws IOException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(registered(publisher, "1.0.0").isMissingNode())
                        .isFalse());
        JsonNode shipped = publisher.json("aiot:hub-show pump-anomaly@1.0.0");
        assertThat(shipped.path("data").asText()).matches("[0-9a-f]{64}");
        assertThat(shipped.path("recipe").asText()).matches("[0-9a-f]{64}");
        assertThat(shipped.path("artefact").asText()).matches("[0-9a-f]{64}");
        assertThat(shipped.path("trainer").asText()).startsWith("io.ganglion.learning");
        assertThat(shipped.path("steps").get(0).path("by").asText()).isEqualTo("build");
        assertThat(shipped.path("metrics").path("errorHeldOut").asText()).isNotEmpty();
        publisher.exec("aiot:hub-verify");
    }

    @Test
    @Order(2)
    void anotherKarafAddsTheRepository_andInstallsTheModel_whichServes() throws IOException {
        Path jar = DerivedBundle.of(DerivedBundle.built(Ganglion.underTest(), "models/pump-anomaly"))
                .version("1.1.0")
                .writeTo(folder.resolve("next.jar"));
        publisher.exec("bundle:install -s " + jar.toUri());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(registered(publisher, "1.1.0").isMissingNode())
                        .isFalse());
        url = publisher.json("aiot:hub-publish " + MODEL).path("url").asText();
        reader.exec("feature:repo-add " + url);
        reader.exec("feature:install model-pump-anomaly/1.1.0");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(champion(reader)).isEqualTo("1.1.0");
            assertThat(registered(reader, "1.1.0").path("artefact").asText())
                    .isEqualTo(registered(publisher, "1.1.0").path("artefact").asText());
        });
        reader.exec("feature:uninstall model-pump-anomaly/1.1.0");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(champion(reader)).isEqualTo("1.0.0"));
        // Its own hub has kept it, and brings it back without the publisher.
        reader.exec("aiot:hub-install " + MODEL);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(champion(reader)).isEqualTo("1.1.0"));
    }

    @Test
    @Order(3)
    void aTamperedRepository_isFound_andNotServed() throws Exception {
        Path repository = publisher.home().resolve("data/hub/repository");
        Path jar;
        try (Stream<Path> files = Files.walk(repository)) {
            jar = files.filter(file -> file.toString().endsWith("pump-anomaly-1.1.0.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        String path = url.replace("features.xml", repository.relativize(jar).toString());
        assertThat(status(path)).isEqualTo(200);
        byte[] good = Files.readAllBytes(jar);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(jar, bad);
        assertThat(status(path)).isEqualTo(503);
        Ganglion.Output verify = publisher.tryExec("aiot:hub-verify");
        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.text()).contains("not what was published", "aiot:hub-publish " + MODEL);
        publisher.exec("aiot:hub-publish " + MODEL);
        assertThat(status(path)).isEqualTo(200);
        publisher.exec("aiot:hub-verify");
    }

    private static int status(String at) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(at)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String champion(Node node) throws IOException {
        for (JsonNode route : node.json("aiot:model-route")) {
            if (route.path("contract").asText().equals("Pump")) {
                return route.path("version").asText();
            }
        }
        return "none";
    }
}
