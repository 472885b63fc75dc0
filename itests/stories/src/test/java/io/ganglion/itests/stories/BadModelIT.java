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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A model that must not serve does not, says why, and the one before it goes on. */
class BadModelIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Path folder;
    private static Path model;
    private static Node node;

    @BeforeAll
    static void startNode() throws IOException {
        folder = Stage.folder("bad-model");
        model = DerivedBundle.built(Ganglion.underTest(), "models/pump-anomaly");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
        await().atMost(PATIENCE).until(() -> champion().equals("1.0.0"));
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aDamagedNetworkIsRefused_andThePreviousGoesOn() throws IOException {
        Path jar = DerivedBundle.of(model)
                .version("1.2.0")
                .bytes("model/network.zip", zip -> Arrays.copyOf(zip, zip.length / 2))
                .writeTo(folder.resolve("damaged.jar"));
        installed(jar, "damaged", "1.2.0", "REFUSED", "truncated");
    }

    @Test
    void aNetworkWithAFlippedWeightIsRefused() throws IOException {
        Path jar = DerivedBundle.of(model)
                .version("1.3.0")
                .bytes("model/network.zip", flippedInTheMiddle())
                .writeTo(folder.resolve("flipped.jar"));
        installed(jar, "flipped", "1.3.0", "REFUSED", "");
    }

    @Test
    void probesThatDoNotReproduceAreRefused_andThePreviousGoesOn() throws IOException {
        Path jar = DerivedBundle.of(model)
                .version("1.4.0")
                .text(
                        "model/probes.json",
                        text -> text.replaceFirst(
                                "\"outputs\"\\s*:\\s*\\[\\s*\\[\\s*-?[0-9.eE+-]+", "\"outputs\":[[77.5"))
                .writeTo(folder.resolve("probes.jar"));
        installed(jar, "probes", "1.4.0", "REFUSED", "probe");
    }

    @Test
    void aModelWithoutItsContractDoesNotResolve_andTheListSaysWhy() throws IOException {
        Path jar = DerivedBundle.of(model)
                .version("1.5.0")
                .header("Provide-Capability", text -> text.replace("contract=Pump", "contract=Absent"))
                .header("Require-Capability", text -> text.replace("contract=Pump", "contract=Absent"))
                .writeTo(folder.resolve("orphan.jar"));
        installed(jar, "orphan", "1.5.0", "UNRESOLVED", "Absent");
    }

    /** Installs it, sees what the list says about it, and that 1.0.0 still answers; then takes it away again. */
    private static void installed(Path jar, String name, String version, String state, String why) throws IOException {
        node.exec("bundle:install " + jar.toUri());
        // What does not resolve does not start; the list says so, which is what is tested.
        node.tryExec("bundle:start io.ganglion.model.pump-anomaly/" + version);
        try {
            await(name).atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                JsonNode status = listed(version);
                assertThat(status.path("state").asText()).isEqualToIgnoringCase(state);
                assertThat(status.path("problem").asText()).isNotBlank().contains(why);
            });
            assertThat(champion()).isEqualTo("1.0.0");
            assertThat(listed("1.0.0").path("state").asText()).isEqualToIgnoringCase("SERVING");
        } finally {
            node.exec("bundle:uninstall io.ganglion.model.pump-anomaly/" + version);
        }
    }

    private static JsonNode listed(String version) throws IOException {
        for (JsonNode status : node.json("aiot:model-list")) {
            if (status.path("model").asText().equals("pump-anomaly")
                    && status.path("version").asText().startsWith(version)) {
                return status;
            }
        }
        return MissingNode.getInstance();
    }

    private static String champion() throws IOException {
        for (JsonNode route : node.json("aiot:model-route")) {
            if (route.path("contract").asText().equals("Pump")) {
                return route.path("version").asText();
            }
        }
        return "none";
    }

    private static UnaryOperator<byte[]> flippedInTheMiddle() {
        return zip -> {
            zip[zip.length / 2] ^= 0x40;
            return zip;
        };
    }
}
