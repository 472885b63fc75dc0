// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's Prometheus, in a process of its own. */
final class Prometheus implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    private Prometheus(Path folder) throws IOException {
        port = Ports.free();
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    static void orSkip() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "prometheus is not installed (Debian: prometheus)");
    }

    /** With the node's own example of a configuration, but for login, pace and port. */
    static Prometheus start(Path folder, String example, Login login, int webPort) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ganglion-password"), login.password());
        Files.writeString(
                folder.resolve("prometheus.yml"),
                example.replace("username: prometheus", "username: " + login.user())
                        .replace("127.0.0.1:8181", "127.0.0.1:" + webPort)
                        .replace("15s", "2s"));
        return new Prometheus(folder);
    }

    /** The result of a query; missing while it does not answer. */
    JsonNode query(String expression) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                                    + URLEncoder.encode(expression, UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
