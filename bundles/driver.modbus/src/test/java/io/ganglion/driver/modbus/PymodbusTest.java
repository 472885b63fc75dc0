// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real slave, pymodbus' own, in a process of its own; src/test/resources/slave.py says what it holds. */
class PymodbusTest {

    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private int port;
    private Process slave;

    @BeforeEach
    void start() throws Exception {
        Process asked = new ProcessBuilder(PYTHON, "-c", "import pymodbus.server").start();
        assumeTrue(asked.waitFor() == 0, "pymodbus is not installed (Debian: apt-get install python3-pymodbus)");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startSlave();
    }

    private void startSlave() throws Exception {
        Path script = Path.of(PymodbusTest.class.getResource("/slave.py").toURI());
        slave = new ProcessBuilder(PYTHON, script.toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("slave.log").toFile()))
                .start();
        await().atMost(30, SECONDS).until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (slave != null) {
            slave.destroyForcibly().waitFor();
        }
    }

    private JsonNode body() throws IOException {
        return new ObjectMapper()
                .readTree(door.payloads.get(door.payloads.size() - 1).body());
    }

    @Test
    void everyTypeIsRead_inAsFewRequestsAsThereAreTables() throws Exception {
        Rounds rounds = Plant.rounds(
                port,
                Map.of(),
                "int16=holding:0:int16",
                "uint16=holding:1",
                "int32=holding:2:int32",
                "uint32=holding:4:uint32",
                "int64=holding:6:int64",
                "float32=holding:10:float32",
                "float64=holding:12:float64",
                "swapped=holding:16:float32:cdab",
                "little=holding:18:float32:badc",
                "bit=holding:20:bit:4",
                "level=input:100:uint16:abcd:0.1:-40",
                "running=coil:3",
                "stopped=coil:4",
                "door=discrete:1");
        Instant before = Instant.now().minusSeconds(1);

        rounds.poll(door);

        assertThat(rounds.status().state()).as(rounds.status().detail()).isEqualTo(State.ONLINE);
        assertThat(rounds.status().detail()).contains("4 requests");
        Payload payload = door.payloads.get(0);
        assertThat(payload.driver()).isEqualTo("modbus-pump-7");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.mediaType()).isEqualTo("application/json");
        JsonNode body = body();
        assertThat(body.path("id").asText()).isEqualTo("urn:ngsi-ld:Pump:pump-7");
        assertThat(body.path("type").asText()).isEqualTo("Pump");
        assertThat(Instant.parse(body.path("dateObserved").asText())).isBetween(before, Instant.now());
        assertThat(body.path("int16").asInt()).isEqualTo(-1234);
        assertThat(body.path("uint16").asInt()).isEqualTo(65000);
        assertThat(body.path("int32").asInt()).isEqualTo(-123456789);
        assertThat(body.path("uint32").asLong()).isEqualTo(4000000000L);
        assertThat(body.path("int64").asLong()).isEqualTo(-1234567890123456789L);
        assertThat(body.path("float32").asDouble()).isEqualTo(1.33);
        assertThat(body.path("float64").asDouble()).isEqualTo(Math.PI);
        assertThat(body.path("swapped").asDouble()).isEqualTo(1.33);
        assertThat(body.path("little").isNumber()).isTrue();
        assertThat(body.path("bit").asBoolean()).isTrue();
        assertThat(body.path("level").asDouble()).isEqualTo(2.1);
        assertThat(body.path("running").asBoolean()).isTrue();
        assertThat(body.path("stopped").asBoolean(true)).isFalse();
        assertThat(body.path("door").asBoolean()).isTrue();
        rounds.close();
    }

    @Test
    void anAddressThatTheSlaveLacksIsNamed_andTheOthersAreRead() throws Exception {
        Rounds rounds =
                Plant.rounds(port, Map.of("max__gap", 20), "flow=holding:30", "ghost=holding:40", "level=holding:200");

        rounds.poll(door);
        rounds.poll(door);

        assertThat(rounds.status().state()).isEqualTo(State.DEGRADED);
        assertThat(rounds.status().detail()).contains("ghost at holding 40", "illegal data address");
        assertThat(door.payloads).hasSize(2);
        assertThat(body().path("flow").asInt()).isEqualTo(133);
        assertThat(body().path("level").asInt()).isEqualTo(7);
        assertThat(body().has("ghost")).isFalse();
        rounds.close();
    }

    @Test
    void aValueThatIsNoNumberIsLeftOut_andNamed() throws Exception {
        Rounds rounds = Plant.rounds(port, Map.of(), "flow=holding:30", "broken=holding:21:float32");

        rounds.poll(door);

        assertThat(rounds.status().detail()).contains("broken at holding 21", "not a number");
        assertThat(body().has("broken")).isFalse();
        assertThat(body().path("flow").asInt()).isEqualTo(133);
        rounds.close();
    }

    @Test
    void aUnitThatNobodyHasIsState() {
        Rounds rounds = Plant.rounds(port, Map.of("unit", 9), "flow=holding:30");

        rounds.poll(door);

        assertThat(rounds.status().state()).isEqualTo(State.OFFLINE);
        assertThat(rounds.status().detail()).contains("unit 9", "next try");
        rounds.close();
    }

    @Test
    void aSlaveThatGoesAndComesBackIsReadAgain() throws Exception {
        Rounds rounds = Plant.rounds(port, Map.of(), "flow=holding:30");
        rounds.poll(door);
        assertThat(rounds.status().state()).isEqualTo(State.ONLINE);

        slave.destroyForcibly().waitFor();
        await().atMost(20, SECONDS).until(() -> {
            rounds.poll(door);
            return rounds.status().state() == State.OFFLINE;
        });
        assertThat(rounds.status().detail()).contains("127.0.0.1:" + port);
        startSlave();
        int read = door.payloads.size();
        await().atMost(20, SECONDS).until(() -> {
            rounds.poll(door);
            return rounds.status().state() == State.ONLINE && door.payloads.size() > read;
        });
        rounds.close();
    }

    @Test
    void aFullNodeKeepsTheReading_andTakesNoOtherUntilItIsGone() throws Exception {
        Rounds rounds = Plant.rounds(port, Map.of(), "flow=holding:30");
        door.shut = true;
        rounds.poll(door);
        assertThat(rounds.status().state()).isEqualTo(State.DEGRADED);
        rounds.poll(door);
        door.shut = false;

        rounds.poll(door);
        rounds.poll(door);

        assertThat(door.payloads).hasSize(2);
        assertThat(rounds.status().state()).isEqualTo(State.ONLINE);
        rounds.close();
    }
}
