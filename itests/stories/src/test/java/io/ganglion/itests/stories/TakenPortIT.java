// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else has the port. */
class TakenPortIT {

    @ParameterizedTest
    @CsvSource({"1883, MQTT", "8181, web", "8101, shell"})
    void theStartEnds_andNamesThePort(int port, String name) throws IOException {
        Node node = Stage.node("taken-port");
        int taken = port + node.offset();
        try (ServerSocket somebody = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            Ganglion.Output output = node.tryStart();
            assertThat(somebody.isBound()).isTrue();
            assertThat(output.code()).isEqualTo(1);
            assertThat(output.text()).contains(Integer.toString(taken)).contains(name);
        } finally {
            node.close();
        }
    }
}
