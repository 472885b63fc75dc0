// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The plant's maintenance system: Debian's Redmine with a database of its own, killed and started again as one likes. */
public final class Redmine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_START = Duration.ofMinutes(4);

    /**
     * A ticket as a person sees it.
     *
     * @param key what the node made it for
     * @param asset the machine's URN
     * @param status by name
     */
    public record Issue(long id, String key, String asset, String status, String description) {}

    private final Path script;
    private final Path folder;
    private final int port = Ports.free();
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private JsonNode made;

    public Redmine(Ganglion ganglion, Path folder) throws IOException {
        this.script = ganglion.root().resolve("bundles/maintenance/src/test/redmine/redmine");
        this.folder = Files.createDirectories(folder).toAbsolutePath();
    }

    /** Whether the packages are here that make one. */
    public static boolean isInstalled() {
        return Stream.of("/usr/share/redmine/config.ru", "/usr/bin/puma", "/usr/bin/bundle")
                .allMatch(file -> Files.exists(Path.of(file)));
    }

    /** Returns when it answers. */
    public Redmine start() throws IOException {
        Path log = folder.resolve("redmine.log");
        process = new ProcessBuilder(script.toString(), folder.toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await("Redmine answers")
                .atMost(FIRST_START)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IOException("Redmine ended: " + Files.readString(log));
                    }
                    return isUp();
                });
        made = JSON.readTree(folder.resolve("redmine.json").toFile());
        return this;
    }

    /** Ends it as a power cut does. */
    public void kill() throws IOException {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** Settings of the node's connector, with the key in a file for its owner alone. */
    public Map<String, String> connection() throws IOException {
        Path secret = folder.resolve("node-key");
        Files.writeString(secret, made.path("node_key").asText());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", url());
        settings.put("secret_file", secret.toString());
        settings.put("project", made.path("project").asText());
        settings.put("tracker", made.path("tracker").asText());
        for (String field : List.of("key", "asset", "cause", "verdict")) {
            settings.put(field + "_field", Integer.toString(field(field)));
        }
        settings.put("closed_status", made.at("/statuses/Closed").asText());
        return settings;
    }

    /** All tickets there are, or those that wait. */
    public List<Issue> issues(boolean open) throws IOException {
        List<Issue> issues = new ArrayList<>();
        JsonNode answer;
        do {
            answer = ask(
                    "GET",
                    "/issues.json?sort=id&limit=100&status_id=" + (open ? "open" : "*") + "&offset=" + issues.size(),
                    HttpRequest.BodyPublishers.noBody());
            for (JsonNode issue : answer.path("issues")) {
                issues.add(new Issue(
                        issue.path("id").asLong(),
                        value(issue, field("key")),
                        value(issue, field("asset")),
                        issue.at("/status/name").asText(),
                        issue.path("description").asText()));
            }
        } while (answer.path("issues").size() > 0
                && issues.size() < answer.path("total_count").asInt());
        return issues;
    }

    /** A technician goes there. */
    public void begin(Issue issue) throws IOException {
        ObjectNode change = JSON.createObjectNode();
        change.putObject("issue")
                .put("status_id", made.at("/statuses/In Progress").asInt());
        change(issue, change);
    }

    /** A technician is done, and says what it was. */
    public void close(Issue issue, String verdict, String cause, String note) throws IOException {
        ObjectNode change = JSON.createObjectNode();
        ObjectNode fields = change.putObject("issue")
                .put("status_id", made.at("/statuses/Closed").asInt())
                .put("notes", note);
        var custom = fields.putArray("custom_fields");
        custom.addObject().put("id", field("verdict")).put("value", verdict);
        custom.addObject().put("id", field("cause")).put("value", cause);
        change(issue, change);
    }

    private void change(Issue issue, ObjectNode change) throws IOException {
        ask("PUT", "/issues/" + issue.id() + ".json", HttpRequest.BodyPublishers.ofString(change.toString()));
    }

    private static String value(JsonNode issue, int field) {
        for (JsonNode one : issue.path("custom_fields")) {
            if (one.path("id").asInt() == field) {
                return one.path("value").asText();
            }
        }
        return "";
    }

    private int field(String name) {
        return made.path("fields").path(name).asInt();
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean isUp() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url() + "/login"))).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode ask(String method, String path, HttpRequest.BodyPublisher body) throws IOException {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("X-Redmine-API-Key", made.path("technician_key").asText())
                .header("Content-Type", "application/json")
                .method(method, body));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("Redmine answers " + answer.statusCode() + " to " + method + " " + path + ": "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Redmine thinks", e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
