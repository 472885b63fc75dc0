// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** node-opcua's server, read with and without security. */
class ServerTest {

    private static final Map<String, Object> OPEN = Map.of("security__policy", "None");

    @TempDir
    static Path serverFolder;

    private static NodeOpcUa server;

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private final List<OpcUaDriver> drivers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = new NodeOpcUa(serverFolder).start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        new Workshop().close();
    }

    @AfterEach
    void close() throws IOException {
        drivers.forEach(OpcUaDriver::close);
        server.tell("quality good");
    }

    private OpcUaDriver driver(Map<String, Object> changed) {
        OpcUaDriver driver = Plant.driver(folder, door, Plant.config(server.endpoint(), changed));
        drivers.add(driver);
        return driver;
    }

    private static Map<String, Object> with(Map<String, Object> base, Object... more) {
        Map<String, Object> all = new HashMap<>(base);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i].toString(), more[i + 1]);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"subscribe", "poll"})
    void whatTheServerHoldsBecomesAPayload_withTheTimeOfItsSource(String mode) throws Exception {
        OpcUaDriver driver = driver(with(OPEN, "mode", mode));

        door.await(body -> body.has("dischargePressure") && body.has("motorCurrent"));
        Plant.awaitState(driver, State.ONLINE);
        Payload payload = door.payloads.get(0);
        assertThat(payload.driver()).isEqualTo("opcua-pump-7");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.mediaType()).isEqualTo("application/json");
        JsonNode body = door.last();
        assertThat(body.path("id").asText()).isEqualTo("urn:ngsi-ld:Pump:pump-7");
        assertThat(body.path("type").asText()).isEqualTo("Pump");
        assertThat(body.path("dateObserved").asText()).matches("20\\d\\d-.*Z");
        assertThat(body.path("flow").asDouble()).isEqualTo(32.5);
        assertThat(body.path("speed").asInt()).isEqualTo(2900);
        assertThat(body.path("total").asLong()).isEqualTo(4000000000L);
        assertThat(body.path("running").asBoolean()).isTrue();
        assertThat(body.path("serial").asText()).isEqualTo("P-7 \"left\"");
        assertThat(body.path("dischargePressure").asDouble()).isEqualTo(0.2);
    }

    @Test
    void theTimeIsTheSourcesOwn() throws Exception {
        driver(with(OPEN, "mode", "poll", "nodes", new String[] {"serverStarted=ns=0;i=2257"}));

        door.await(body -> body.has("serverStarted"));
        // The server's start time never changes; its source time does not follow the clock of this test.
        assertThat(door.last().path("serverStarted").asText()).matches("20\\d\\d-.*Z");
    }

    @ParameterizedTest
    @CsvSource({"subscribe", "poll"})
    void aChangeIsHeard_withTheDigitsThatWereMeant(String mode) throws Exception {
        driver(with(OPEN, "mode", mode));
        door.await(body -> body.has("motorCurrent"));

        server.tell("current 2.71");

        door.await(body -> body.path("motorCurrent").asText().equals("2.71"));
    }

    @Test
    void aValueThatTheServerCallsBadIsLeftOut_counted_andComesBackWhenItIsGood() throws Exception {
        OpcUaDriver driver = driver(OPEN);
        door.await(body -> body.has("dischargePressure"));

        server.tell("quality bad");
        door.await(body -> !body.has("dischargePressure"));
        Plant.awaitState(driver, State.DEGRADED);
        assertThat(driver.status().detail()).contains("dischargePressure", "Bad_SensorFailure", "left out");

        server.tell("quality good");
        door.await(body -> body.has("dischargePressure"));
        Plant.awaitState(driver, State.ONLINE);
    }

    @ParameterizedTest
    @CsvSource({"subscribe", "poll"})
    void aVariableThatTheServerLacksIsNamed_andTheOthersAreRead(String mode) throws Exception {
        OpcUaDriver driver = driver(
                with(OPEN, "mode", mode, "nodes", new String[] {"flow=ns=1;s=Pump.Flow", "ghost=ns=1;s=Nobody"}));

        door.await(body -> body.path("flow").asDouble() == 32.5);
        Plant.awaitState(driver, State.DEGRADED);
        assertThat(driver.status().detail()).contains("ghost at ns=1;s=Nobody", "Bad_NodeIdUnknown");
    }

    @Test
    void theChannelIsEncrypted_afterBothSidesTrustEachOther_andNotBefore() throws Exception {
        OpcUaDriver driver = driver(Map.of());
        Plant.awaitState(driver, State.FAILED);
        assertThat(driver.status().detail()).contains("does not trust the certificate", "trusted/certs");
        assertThat(door.payloads).isEmpty();

        // What the operators of both sides do.
        Path state = folder.resolve("driver.opcua");
        try (Stream<Path> rejected = Files.list(state.resolve("rejected"))) {
            Path certificate = rejected.findFirst().orElseThrow();
            Files.move(certificate, state.resolve("trusted/certs").resolve(certificate.getFileName()));
        }
        Path own = folder.resolve("secrets/opcua/own.der");
        server.tell("trust " + own);

        Plant.awaitState(driver, State.ONLINE);
        door.await(body -> body.path("flow").asDouble() == 32.5);
        assertThat(Files.getPosixFilePermissions(folder.resolve("secrets/opcua/own.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        // The same key, now with a user.
        Path right = secret("right", "opens-sesame");
        OpcUaDriver edge = driver(Map.of("name", "edge", "user", "edge", "password__file", right.toString()));
        Plant.awaitState(edge, State.ONLINE);

        Path wrong = secret("wrong", "opens-nothing");
        OpcUaDriver stranger = driver(Map.of("name", "stranger", "user", "edge", "password__file", wrong.toString()));
        Plant.awaitState(stranger, State.FAILED);
        assertThat(stranger.status().detail()).contains("user edge", "password_file");
    }

    private Path secret(String name, String text) throws IOException {
        return Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), text + "\n"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aPasswordIsNeverSentInTheClear_andItsFileIsTheOwners() throws Exception {
        Path file = secret("password", "opens-sesame");
        OpcUaDriver clear = driver(with(OPEN, "user", "edge", "password__file", file.toString()));
        assertThat(clear.status().state()).isEqualTo(State.FAILED);
        assertThat(clear.status().detail()).contains("in the clear");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        OpcUaDriver exposed = driver(Map.of("user", "edge", "password__file", file.toString()));
        Plant.awaitState(exposed, State.FAILED);
        assertThat(exposed.status().detail()).contains("chmod 600");
    }

    @Test
    void aPolicyThatTheServerDoesNotOfferIsAConfigurationToCorrect() {
        OpcUaDriver driver = driver(Map.of("security__policy", "Aes128_Sha256_RsaOaep"));

        Plant.awaitState(driver, State.FAILED);
        assertThat(driver.status().detail()).contains("does not offer", "security_policy");
    }

    @Test
    void aFullNodeHoldsReadingsBack() throws Exception {
        door.shut = true;
        OpcUaDriver driver = driver(OPEN);
        Plant.awaitState(driver, State.DEGRADED);
        assertThat(driver.status().detail()).contains("busy");

        door.shut = false;

        door.await(body -> body.has("flow"));
        Plant.awaitState(driver, State.ONLINE);
    }
}
