// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.maintenance.wire.BoundedJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Redmine, in a process of its own with a database of its own. */
final class RealRedmine implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/redmine/redmine").toAbsolutePath();

    private final Path folder;
    private final int port = freePort();
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private JsonNode made;

    RealRedmine(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Whether the packages are here that make one. */
    static boolean isInstalled() {
        return Stream.of("/usr/share/redmine/config.ru", "/usr/bin/puma", "/usr/bin/bundle")
                .allMatch(file -> Files.exists(Path.of(file)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException {
        Path log = folder.resolve("redmine.log");
        process = new ProcessBuilder(
                        SCRIPT.toString(), folder.resolve("redmine").toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("Redmine ended: " + Files.readString(log));
                    }
                    return isUp();
                });
        made = BoundedJson.read(Files.readAllBytes(folder.resolve("redmine/redmine.json")));
    }

    private boolean isUp() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(url() + "/login"))
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Of what the first start made. */
    String of(String pointer) {
        return made.at(pointer).asText();
    }

    RestSystem connector(String url, String... more) throws IOException {
        List<String> own = List.of(
                "project", of("/project"),
                "tracker", of("/tracker"),
                "key_field", of("/fields/key"),
                "asset_field", of("/fields/asset"),
                "cause_field", of("/fields/cause"),
                "verdict_field", of("/fields/verdict"),
                "closed_status", of("/statuses/Closed"));
        return Drafts.system(
                folder,
                "redmine",
                url,
                of("/node_key"),
                Stream.concat(own.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /** What a technician does there, by a login of their own. */
    void technician(String method, String path, String json) throws IOException, InterruptedException {
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(url() + path))
                                .header("X-Redmine-API-Key", of("/technician_key"))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " answered " + status);
        }
    }

    /** How many tickets there are with a key, asked without our code. */
    int tickets(String key) throws IOException, InterruptedException {
        byte[] body = client.send(
                        HttpRequest.newBuilder(URI.create(
                                        url() + "/issues.json?status_id=*&cf_" + of("/fields/key") + "=" + key))
                                .header("X-Redmine-API-Key", of("/technician_key"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        return BoundedJson.read(body).path("total_count").asInt(-1);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            stop();
        }
    }
}
