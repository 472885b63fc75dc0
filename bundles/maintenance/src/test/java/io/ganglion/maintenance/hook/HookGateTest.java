// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.maintenance.wire.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over a real socket, from those who know the secret and those who do not. */
class HookGateTest {
    private static final String SECRET = "sixteen or more characters";
    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    @TempDir
    Path folder;

    private final List<String> hints = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HandClock clock = new HandClock();
    private Server server;
    private HookGate redmine;
    private HookGate atlas;

    /** Stands until somebody moves it. */
    private static final class HandClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        synchronized void add(long seconds) {
            now = now.plusSeconds(seconds);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        redmine = gate(new Signature("X-Redmine-Signature-256", Signature.Kind.PREFIXED));
        atlas = gate(new Signature("X-Webhook-Signature", Signature.Kind.TIMED));
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(
                new ServletHolder(new HookServlet(
                        name -> name.equals("redmine")
                                ? Optional.of(redmine)
                                : name.equals("atlas") ? Optional.of(atlas) : Optional.empty(),
                        () -> (system, id) -> hints.add(system + " " + id))),
                "/hooks/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HookGate gate(Signature signature) throws IOException {
        Path file = folder.resolve("hook-secret");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, SECRET + "\n");
        }
        return new HookGate(
                new SecretFile("hook_secret_file", file),
                signature,
                body -> body.path("id").asText(),
                20,
                clock);
    }

    private int post(String system, String header, String value, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.getURI().resolve("/hooks/" + system).toString()))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (value != null) {
            request.header(header, value);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int toRedmine(String value, String body) throws Exception {
        return post("redmine", "X-Redmine-Signature-256", value, body);
    }

    private static String signed(String secret, String before, String body) {
        return HexFormat.of().formatHex(Signature.mac(secret, before, body.getBytes(UTF_8)));
    }

    @Test
    void signatureOfAKnownSender_isRight() {
        // The example of the sender's own documentation (RFC 2104 over SHA-256).
        assertThat(new Signature("h", Signature.Kind.PREFIXED)
                        .judge(
                                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                                "Hello, World!".getBytes(UTF_8),
                                "It's a Secret to Everybody"))
                .isPresent();
    }

    @Test
    void rightSignature_makesTheDeskReadThatTicket_andSaysNothingElse() throws Exception {
        String body = "{\"id\":42,\"state\":\"RESOLVED\",\"cause\":\"a lie\"}";

        assertThat(toRedmine("sha256=" + signed(SECRET, "", body), body)).isEqualTo(204);
        assertThat(hints).containsExactly("redmine 42");
        assertThat(redmine.trouble()).isEmpty();
    }

    @Test
    void wrongSignature_isRefusedCountedAndShown() throws Exception {
        String body = "{\"id\":42}";

        assertThat(toRedmine(null, body)).isEqualTo(401);
        assertThat(toRedmine("sha256=" + signed("not the secret at all", "", body), body))
                .isEqualTo(401);
        assertThat(toRedmine("sha256=" + signed(SECRET, "", body), "{\"id\":43}"))
                .isEqualTo(401);
        assertThat(toRedmine(signed(SECRET, "", body), body)).as("another form").isEqualTo(401);
        assertThat(toRedmine("sha256=", body)).isEqualTo(401);
        assertThat(toRedmine("sha256=" + "z".repeat(64), body)).isEqualTo(401);

        assertThat(hints).isEmpty();
        assertThat(redmine.wrongSignatures()).isEqualTo(6);
        assertThat(redmine.trouble())
                .contains("6 webhooks with a wrong or old signature")
                .contains("hook_secret_file");
        clock.add(86_401);
        assertThat(redmine.trouble()).as("told for a day").isEmpty();
    }

    @Test
    void replayedAndOutOfOrder_areHarmless() throws Exception {
        String first = "{\"id\":42,\"n\":1}";
        String second = "{\"id\":42,\"n\":2}";
        String early = "sha256=" + signed(SECRET, "", first);
        String late = "sha256=" + signed(SECRET, "", second);

        assertThat(List.of(
                        toRedmine(late, second),
                        toRedmine(early, first),
                        toRedmine(early, first),
                        toRedmine(late, second)))
                .containsOnly(204);
        assertThat(hints)
                .as("one hint for each webhook, none for a replay")
                .containsExactly("redmine 42", "redmine 42");
    }

    @Test
    void timedSignature_isOldAfterFiveMinutes_andItsTimeCannotBeChanged() throws Exception {
        String body = "{\"id\":7}";
        long at = NOW.getEpochSecond();
        String value = "t=" + at + ",v1=" + signed(SECRET, at + ".", body);
        String forged = "t=" + (at + 600) + ",v1=" + signed(SECRET, at + ".", body);

        assertThat(post("atlas", "X-Webhook-Signature", value, body)).isEqualTo(204);
        clock.add(301);
        assertThat(post("atlas", "X-Webhook-Signature", value, body)).as("old").isEqualTo(401);
        clock.add(299);
        assertThat(post("atlas", "X-Webhook-Signature", forged, body))
                .as("forged")
                .isEqualTo(401);
        assertThat(hints).containsExactly("atlas 7");
    }

    @Test
    void whatIsTooLongTooOftenOrNothing_isTurnedAway() throws Exception {
        String long_ = "{\"id\":1,\"x\":\"" + "a".repeat(300_000) + "\"}";
        assertThat(toRedmine("sha256=" + signed(SECRET, "", long_), long_)).isEqualTo(413);
        assertThat(post("sap", "X", "y", "{}")).isEqualTo(404);
        assertThat(toRedmine("sha256=" + signed(SECRET, "", "no json"), "no json"))
                .isEqualTo(400);
        assertThat(toRedmine("sha256=" + signed(SECRET, "", "{}"), "{}"))
                .as("about something else")
                .isEqualTo(204);
        int last = 0;
        for (int i = 0; i < 25 && last != 429; i++) {
            last = toRedmine("wrong", "{}");
        }
        assertThat(last).isEqualTo(429);
        clock.add(1);
        assertThat(toRedmine("sha256=" + signed(SECRET, "", "{\"id\":9}"), "{\"id\":9}"))
                .isEqualTo(204);
        assertThat(hints).containsExactly("redmine 9");
    }

    @Test
    void secretThatIsOpenOrShort_letsNobodyIn_andSaysSo() throws Exception {
        String body = "{\"id\":1}";
        Path file = folder.resolve("hook-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(toRedmine("sha256=" + signed(SECRET, "", body), body)).isEqualTo(503);
        assertThat(redmine.trouble()).contains("chmod 600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "short");
        assertThat(toRedmine("sha256=" + signed("short", "", body), body)).isEqualTo(503);
        assertThat(redmine.trouble()).contains("shorter than 16");
        assertThat(hints).isEmpty();
    }
}
