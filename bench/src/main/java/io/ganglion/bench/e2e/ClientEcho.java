// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bare MQTT client that sends back what it gets: the ceiling of everything that is built on that client. */
final class ClientEcho {

    private final Path source;

    private ClientEcho(Path source) {
        this.source = source;
    }

    /** {@code Echo} on Eclipse Paho or {@code HEcho} on the HiveMQ client. */
    static ClientEcho prepare(Path shared, String program) throws IOException {
        Path source = shared.resolve("baselines").resolve(program + ".java");
        if (!Files.exists(source)) {
            throw new IOException("no baseline client: " + source);
        }
        return new ClientEcho(source);
    }

    Child start(Path folder, int port, int qos) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString(),
                Integer.toString(port),
                Integer.toString(qos));
        return Child.start(Cores.pinned(Cores.CONTENDER, command), folder.resolve("echo.log"))
                .awaitOutput("ready");
    }
}
