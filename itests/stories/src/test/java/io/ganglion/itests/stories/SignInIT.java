// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a node that just started for the first time to a page that listens: nobody else comes in. */
class SignInIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Node node;

    @BeforeAll
    static void startNode() throws IOException {
        node = Node.at(Ganglion.underTest(), Stage.folder("sign-in"), "node").start();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> send(to("/api/v1/overview")).statusCode() == 401
                        && send(to("/")).statusCode() == 200);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.webPort() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder as(Login login, String path) {
        return to(path).header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((login.user() + ":" + login.password()).getBytes(UTF_8)));
    }

    private static HttpResponse<String> logIn(Login login) {
        String body = "{\"user\":\"" + login.user() + "\",\"password\":\"" + login.password() + "\"}";
        return send(
                to("/api/v1/session").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static String cookie(HttpResponse<String> login) {
        return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void theFirstStartMadeOneAdministrator_andItsLoginIsForTheOwnerAlone() throws Exception {
        Path told = node.home().resolve("secrets/web-first-login");
        assertThat(Files.getPosixFilePermissions(told))
                .allMatch(one -> one.name().startsWith("OWNER_"));
        String[] words = Files.readString(told).strip().split(" ");
        HttpResponse<String> session = logIn(new Login(words[0], words[1]));
        assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
        assertThat(JSON.readTree(session.body()).path("role").asText()).isEqualTo("coe-admin");
    }

    @Test
    void aTechnicianActsFromThePage_butDoesNotRunTheNode() throws Exception {
        Login kim = node.webLogin("kim", "technician");
        HttpResponse<String> session = logIn(kim);
        String csrf = JSON.readTree(session.body()).path("csrf").asText();
        HttpRequest.Builder act = to("/api/v1/work-orders/WO-none/acknowledge")
                .header("Cookie", cookie(session))
                .POST(BodyPublishers.noBody());
        HttpResponse<String> forged = send(act);
        assertThat(forged.statusCode()).as(forged.body()).isEqualTo(403);
        assertThat(forged.body()).contains("urn:ganglion:problem:csrf");
        HttpResponse<String> meant = send(act.header("X-CSRF-Token", csrf));
        assertThat(meant.statusCode())
                .as("there is no such order: " + meant.body())
                .isEqualTo(404);
        HttpResponse<String> replay =
                send(as(kim, "/api/v1/quarantine/1/replay").POST(BodyPublishers.noBody()));
        assertThat(replay.statusCode()).as(replay.body()).isEqualTo(403);
        assertThat(replay.body()).contains("operator");
    }

    @Test
    void aNewPasswordEndsTheSession_andTheStreamThatItOpened() throws Exception {
        HttpResponse<String> session = logIn(node.webLogin("lee", "viewer"));
        HttpResponse<InputStream> stream = CLIENT.send(
                to("/api/v1/events").header("Cookie", cookie(session)).build(), BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
        String line = events.readLine();
        while (!line.startsWith("data: ")) {
            line = events.readLine();
        }
        assertThat(JSON.readTree(line.substring(6)).path("node").asText()).isNotEmpty();
        node.webLogin("lee", "viewer");
        while (line != null) {
            line = events.readLine();
        }
        HttpResponse<String> over = send(to("/api/v1/overview").header("Cookie", cookie(session)));
        assertThat(over.statusCode()).isEqualTo(401);
        assertThat(over.body()).contains("urn:ganglion:problem:session-expired");
    }

    @Test
    void everyRouteThatReads_isAnswered_andHealthSaysReady() throws Exception {
        Login viewer = node.webLogin("max", "viewer");
        JsonNode document =
                JSON.readTree(send(as(viewer, "/api/v1/openapi.json")).body());
        document.path("paths").fieldNames().forEachRemaining(path -> {
            if (!path.contains("{")
                    && !path.equals("/session")
                    && document.path("paths").path(path).has("get")) {
                HttpResponse<String> answer = send(as(viewer, "/api/v1" + path));
                assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
            }
        });
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(send(to("/health/ready")).body()).isEqualTo("{\"status\":\"up\"}"));
    }
}
