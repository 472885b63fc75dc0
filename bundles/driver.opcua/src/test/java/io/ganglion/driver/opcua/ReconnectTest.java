// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.device.DriverStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are not there, go away, or are none. */
class ReconnectTest {

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private OpcUaDriver driver;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
        new Workshop().close();
    }

    @Test
    void aServerThatIsNotThereYetIsState_andOneThatComesBackIsReadAgain() throws Exception {
        try (NodeOpcUa server = new NodeOpcUa(folder.resolve("server"))) {
            driver = Plant.driver(folder, door, Plant.config(server.endpoint(), Map.of("security__policy", "None")));
            Plant.awaitState(driver, State.OFFLINE);
            assertThat(driver.status().detail()).contains("unreachable", server.endpoint(), "next try");

            server.start();
            Plant.awaitState(driver, State.ONLINE);
            door.await(body -> body.has("flow"));
            server.kill();
            Plant.awaitState(driver, State.OFFLINE);
            int before = door.payloads.size();
            server.start();
            Plant.awaitState(driver, State.ONLINE);
            door.await(body -> door.payloads.size() > before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hangs up", "noise", "silence", "half a header"})
    void whoAnswersWhatNoServerMayIsState(String kind) throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(impostor, kind), "impostor");
            thread.setDaemon(true);
            thread.start();
            driver = Plant.driver(
                    folder,
                    door,
                    Plant.config(
                            "opc.tcp://127.0.0.1:" + impostor.getLocalPort(),
                            Map.of("security__policy", "None", "timeout__ms", 500)));

            Plant.awaitState(driver, State.OFFLINE);
            assertThat(driver.status().detail()).contains("next try");
            assertThat(door.payloads).isEmpty();
        }
    }

    private static void serve(ServerSocket impostor, String kind) {
        while (!impostor.isClosed()) {
            try (Socket socket = impostor.accept()) {
                if (kind.equals("hangs up")) {
                    continue;
                }
                socket.getInputStream().read(new byte[1_000]);
                if (kind.equals("noise")) {
                    byte[] noise = new byte[5_000];
                    new Random(3).nextBytes(noise);
                    socket.getOutputStream().write(noise);
                } else if (kind.equals("half a header")) {
                    socket.getOutputStream().write(new byte[] {'A', 'C', 'K', 'F', 28});
                }
                while (socket.getInputStream().read() >= 0) {
                    // Until the driver hangs up.
                }
            } catch (IOException e) {
                // The driver has hung up.
            }
        }
    }

    @Test
    void aConfigurationThatDoesNotHoldIsState() {
        driver = Plant.driver(
                folder, door, Plant.config("opc.tcp://127.0.0.1:4840", Map.of("nodes", new String[] {"flow=nowhere"})));

        assertThat(driver.status().state()).isEqualTo(State.FAILED);
        assertThat(driver.status().detail()).contains("ATTRIBUTE=NODE ID", "io.ganglion.driver.opcua");
    }

    @Test
    void aPolicyThatIsBrokenIsNotOffered() {
        driver = Plant.driver(
                folder, door, Plant.config("opc.tcp://127.0.0.1:4840", Map.of("security__policy", "Basic128Rsa15")));

        assertThat(driver.status().detail()).contains("Basic128Rsa15", "Basic256Sha256");
    }
}
