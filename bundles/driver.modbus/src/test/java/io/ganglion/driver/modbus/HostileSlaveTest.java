// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Slaves that answer what no slave may. */
@Timeout(60)
class HostileSlaveTest {

    private final Plant.Door door = new Plant.Door();

    /** Answers a request of 12 bytes, two registers from 0 of unit 1. */
    private interface Answer {
        void write(byte[] request, OutputStream out) throws IOException, InterruptedException;
    }

    private static byte[] good(byte[] request) {
        return new byte[] {request[0], request[1], 0, 0, 0, 7, 1, 3, 4, 0, 5, 0, 6};
    }

    private static byte[] changed(byte[] request, int index, int value) {
        byte[] answer = good(request);
        answer[index] = (byte) value;
        return answer;
    }

    private static Arguments hostile(String what, Answer answer) {
        return Arguments.of(what, answer);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                hostile("another transaction", (request, out) -> out.write(changed(request, 1, request[1] + 1))),
                hostile("another unit", (request, out) -> out.write(changed(request, 6, 2))),
                hostile("another function", (request, out) -> out.write(changed(request, 7, 4))),
                hostile("a function that does not exist", (request, out) -> out.write(changed(request, 7, 0x55))),
                hostile(
                        "one register of two",
                        (request, out) -> out.write(new byte[] {request[0], request[1], 0, 0, 0, 5, 1, 3, 2, 0, 5})),
                hostile("a byte count that lies", (request, out) -> out.write(changed(request, 8, 250))),
                hostile("a length of 65535", (request, out) -> {
                    byte[] answer = good(request);
                    answer[4] = (byte) 0xFF;
                    answer[5] = (byte) 0xFF;
                    out.write(answer);
                    out.write(new byte[70_000]);
                }),
                hostile("a length of nothing", (request, out) -> out.write(Arrays.copyOf(changed(request, 5, 0), 6))),
                hostile("half a header", (request, out) -> out.write(good(request), 0, 4)),
                hostile("half a frame, and the cable pulled", (request, out) -> {
                    out.write(good(request), 0, 9);
                    out.close();
                }),
                hostile("nothing at all", (request, out) -> {}),
                hostile("a drop now and then", (request, out) -> {
                    for (byte drop : good(request)) {
                        out.write(drop);
                        out.flush();
                        Thread.sleep(200);
                    }
                }),
                hostile("noise", (request, out) -> {
                    byte[] noise = new byte[300];
                    new Random(5).nextBytes(noise);
                    out.write(noise);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void anAnswerThatIsNoneEndsTheConnection_andTheNextRoundIsGood(String what, Answer hostile) throws Exception {
        try (Impostor impostor = new Impostor(hostile)) {
            Rounds rounds = Plant.rounds(impostor.port(), Map.of(), "a=holding:0", "b=holding:1");

            rounds.poll(door);

            assertThat(rounds.status().state()).as(rounds.status().detail()).isEqualTo(State.OFFLINE);
            assertThat(rounds.status().detail()).contains("next try");
            assertThat(door.payloads).isEmpty();
            impostor.answer = (request, out) -> out.write(good(request));
            while (rounds.status().state() != State.ONLINE) {
                rounds.poll(door);
            }
            assertThat(new String(door.payloads.get(0).body(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("\"a\":5,\"b\":6");
            rounds.close();
        }
    }

    @Test
    void anExceptionOfTheDeviceIsState_andTheConnectionStays() throws Exception {
        try (Impostor impostor = new Impostor(
                (request, out) -> out.write(new byte[] {request[0], request[1], 0, 0, 0, 3, 1, (byte) 0x83, 4}))) {
            Rounds rounds = Plant.rounds(impostor.port(), Map.of(), "a=holding:0", "b=holding:1");

            rounds.poll(door);

            assertThat(rounds.status().state()).isEqualTo(State.DEGRADED);
            assertThat(rounds.status().detail()).contains("a at holding 0", "device failure (4)");
            assertThat(door.payloads).isEmpty();
            rounds.close();
        }
    }

    @Test
    void aSlaveThatIsNotThereIsState_andNextPollsReturnAtOnceUntilThePauseIsOver() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Rounds rounds = Plant.rounds(port, Map.of("reconnect__ms", 60_000L, "reconnect__max__s", 60L), "a=holding:0");

        rounds.poll(door);
        DriverStatus first = rounds.status();
        rounds.poll(door);

        assertThat(first.state()).isEqualTo(State.OFFLINE);
        assertThat(first.detail()).contains("unreachable");
        assertThat(rounds.status()).isEqualTo(first);
    }

    @Test
    void aConfigurationThatDoesNotHoldIsState_andIsPolledInVain() {
        ModbusDriver driver = new ModbusDriver(Plant.config(502, Map.of(), "a=pond:0"));

        driver.poll(door);

        assertThat(driver.status().state()).isEqualTo(State.FAILED);
        assertThat(driver.status().detail()).contains("no such area: pond", "io.ganglion.driver.modbus");
        assertThat(driver.period()).isGreaterThan(Duration.ZERO);
        driver.close();
    }

    /** One connection at a time. */
    private static final class Impostor implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Thread thread = new Thread(this::serve, "impostor");
        volatile Answer answer;

        Impostor(Answer answer) throws IOException {
            this.answer = answer;
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] request = new byte[12];
                    while (!socket.isClosed()) {
                        in.readFully(request);
                        answer.write(request, socket.getOutputStream());
                    }
                } catch (IOException e) {
                    // The driver has hung up.
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            thread.interrupt();
        }
    }
}
