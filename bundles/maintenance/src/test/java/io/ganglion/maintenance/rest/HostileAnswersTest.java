// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.Ticket;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generic system by a template of somebody's own, whose server is slow, wrong, lying or full of itself. */
class HostileAnswersTest {
    private static final String TEMPLATE =
            """
            {"settings":{"team":"north"},
             "headers":{"Authorization":"Bearer {secret}"},
             "severities":{"HIGH":"2"},
             "create":{"method":"POST","path":"/tickets","id":"/id","body":{"summary":"{title:20}","prio":"{#severity}","key":"{key}","team":"{team}","asset":"{?equipment}"}},
             "find":{"path":"/tickets?key={key}","items":"/tickets"},
             "changed":{"path":"/tickets?since={since}&from={offset}","items":"/tickets","page":2},
             "read":{"path":"/tickets/{id}","item":""},
             "close":[{"method":"PUT","path":"/tickets/{id}","body":{"state":"done","code":"{cause}","note":"{text}"}}],
             "ticket":{"id":"/id","key":"/key","state":"/state","states":{"new":"OPEN","done":"RESOLVED"},"created":"/made","resolved":"/done","cause":"/code","text":"/note"},
             "page":"{url}/tickets/{id}"}
            """;
    private static final String NONE = "{\"tickets\":[]}";

    @TempDir
    Path folder;

    private RestSystem system(Stub stub, String... more) throws Exception {
        Path template = Files.writeString(folder.resolve("template.json"), TEMPLATE);
        return Drafts.system(folder, template.toString(), stub.url(), "s3cret-key", joined(more, "name", "generic"));
    }

    private static String[] joined(String[] more, String... own) {
        String[] all = new String[more.length + own.length];
        System.arraycopy(more, 0, all, 0, more.length);
        System.arraycopy(own, 0, all, more.length, own.length);
        return all;
    }

    private MaintenanceException failure(HttpHandler handler) throws Exception {
        try (Stub stub = new Stub(handler)) {
            RestSystem system = system(stub, "timeout_s", "1");
            MaintenanceException failure = catchThrowableOfType(() -> system.find("k-1"), MaintenanceException.class);
            assertThat(system.trouble()).isEqualTo(failure.getMessage());
            assertThat(failure.getMessage()).doesNotContain("s3cret-key");
            return failure;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,false",
        "401,false",
        "403,false",
        "404,false",
        "405,false",
        "422,false",
        "501,false",
        "408,true",
        "425,true",
        "429,true",
        "500,true",
        "502,true",
        "503,true",
        "504,true"
    })
    void statusSaysWhetherItMayDoLater(int status, boolean again) throws Exception {
        MaintenanceException failure = failure(Stub.always(status, "{\"errors\":[\"because\"]}"));

        assertThat(failure.again()).isEqualTo(again);
        assertThat(failure).hasMessageContaining(Integer.toString(status)).hasMessageContaining("because");
    }

    @Test
    void retryAfter_isTakenInSecondsAndAsADate_andIsBounded() throws Exception {
        assertThat(failure(Stub.always(429, "", "Retry-After", "7")).after()).contains(Duration.ofSeconds(7));
        assertThat(failure(Stub.always(503, "", "Retry-After", "999999999")).after())
                .contains(Duration.ofHours(1));
        assertThat(failure(Stub.always(503, "", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"))
                        .after())
                .as("past")
                .isEmpty();
        assertThat(failure(Stub.always(503, "", "Retry-After", "soon")).after()).isEmpty();
        assertThat(failure(Stub.always(503, "", "Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT"))
                        .after())
                .contains(Duration.ofHours(1));
    }

    @Test
    void hugeAnswer_isNotReadToItsEnd() throws Exception {
        MaintenanceException failure = failure(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[65_536];
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < 10_000; i++) {
                out.write(part);
            }
        });

        assertThat(failure).hasMessageContaining("longer than 1048576 bytes").hasMessageContaining("max_answer_bytes");
        assertThat(failure.again()).isFalse();
    }

    @Test
    void answerThatDrips_endsWithTheTimeOut() throws Exception {
        AtomicInteger dripped = new AtomicInteger();
        MaintenanceException failure = failure(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            // Bounded, should nobody hang up.
            for (int i = 0; i < 300; i++) {
                out.write(' ');
                out.flush();
                dripped.incrementAndGet();
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });

        assertThat(failure).hasMessageContaining("did not answer within PT1S");
        assertThat(failure.again()).isTrue();
        assertThat(dripped).as("it began").hasPositiveValue();
    }

    @Test
    void signInPage_isNamedAsSuch_andNeverReadAsATicket() throws Exception {
        String page = "<!DOCTYPE html><html><body>Sign in</body></html>";

        assertThat(failure(Stub.always(200, page, "Content-Type", "text/html; charset=utf-8")))
                .hasMessageContaining("a web page")
                .matches(e -> !((MaintenanceException) e).again());
        assertThat(failure(Stub.always(302, "", "Location", "https://login.example/?next=/tickets")))
                .hasMessageContaining("https://login.example/")
                .matches(e -> !((MaintenanceException) e).again());
    }

    @Test
    void redirect_isNotFollowed_soTheKeyGoesToNobodyElse() throws Exception {
        try (Stub thief = new Stub(Stub.always(200, NONE));
                Stub stub = new Stub(Stub.always(307, "", "Location", thief.url() + "/tickets"))) {
            RestSystem system = system(stub);

            assertThatThrownBy(() -> system.find("k-1")).hasMessageContaining("nobody follows");
            assertThat(thief.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,2",
                "{\"tickets\":[]} and more",
                "{\"tickets\":{\"id\":1}}",
                "{\"tickets\":\"many\"}",
                "null",
                "[]",
                "42"
            })
    void whatIsNoListOfTickets_isAFailure_notAnEmptyList(String body) throws Exception {
        assertThat(failure(Stub.always(200, body))).isInstanceOf(MaintenanceException.class);
    }

    @Test
    void deepJson_isCut() throws Exception {
        String deep = "[".repeat(50_000) + "]".repeat(50_000);

        assertThat(failure(Stub.always(200, deep))).hasMessageContaining("no JSON");
    }

    @Test
    void wrongTypes_areNoTicket_orATicketWithoutThem() throws Exception {
        try (Stub stub = new Stub(
                Stub.always(
                        200,
                        "{\"id\":17,\"key\":[\"k-1\"],\"state\":{\"a\":1},\"made\":true,\"done\":\"yesterday\",\"code\":3.5,\"note\":null}"))) {
            RestSystem system = system(stub);

            Ticket ticket = system.read("17").orElseThrow();

            assertThat(ticket.id()).isEqualTo("17");
            assertThat(ticket.state()).isEqualTo(Ticket.State.OPEN);
            assertThat(ticket.cause()).isEqualTo("3.5");
            assertThat(ticket.text()).isEmpty();
            assertThat(ticket.resolved()).isEmpty();
            stub.handler = Stub.always(200, "{\"id\":{\"x\":1}}");
            assertThat(system.read("17")).isEmpty();
        }
    }

    @Test
    void stateThatNobodyMapped_isReadByWhatElseIsKnown_andTold() throws Exception {
        try (Stub stub = new Stub(Stub.always(200, "{\"id\":1,\"key\":\"k\",\"state\":\"Wartet\"}"))) {
            RestSystem system = system(stub);
            assertThat(system.read("1").orElseThrow().state()).isEqualTo(Ticket.State.OPEN);
            assertThat(system.trouble()).contains("Wartet").contains("states = Wartet=IN_PROGRESS");

            RestSystem told = system(stub, "states", "wartet=IN_PROGRESS");
            assertThat(told.read("1").orElseThrow().state()).isEqualTo(Ticket.State.IN_PROGRESS);
            assertThat(told.trouble()).isEmpty();
        }
    }

    @Test
    void fiveHundredAfterItWasMade_isFound_andNotMadeAgain() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Stub stub = new Stub(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                made.incrementAndGet();
                Stub.answer(exchange, 500, "oops");
            } else {
                Stub.answer(
                        exchange,
                        200,
                        made.get() == 0 ? NONE : "{\"tickets\":[{\"id\":1,\"key\":\"k-1\",\"state\":\"new\"}]}");
            }
        })) {
            RestSystem system = system(stub);

            assertThat(system.create(Drafts.draft("k-1")).id()).isEqualTo("1");
            assertThat(system.create(Drafts.draft("k-1")).id()).isEqualTo("1");
            assertThat(made).hasValue(1);
        }
    }

    @Test
    void madeAndNotToBeFoundYet_isLater() throws Exception {
        Map<String, HttpHandler> routes = new LinkedHashMap<>();
        routes.put("POST /tickets", Stub.always(201, "{\"id\":1}"));
        routes.put("GET /tickets?", Stub.always(200, NONE));
        try (Stub stub = new Stub(Stub.by(routes))) {
            RestSystem system = system(stub);

            assertThatThrownBy(() -> system.create(Drafts.draft("k-1")))
                    .isInstanceOfSatisfying(MaintenanceException.class, e -> assertThat(e.again())
                            .isTrue())
                    .hasMessageContaining("shows it to nobody yet");
        }
    }

    @Test
    void searchThatIgnoresTheKey_isRefused_soThatNothingIsMadeTwice() throws Exception {
        try (Stub stub = new Stub(Stub.always(200, "{\"tickets\":[{\"id\":1,\"key\":\"of-another\"}]}"))) {
            RestSystem system = system(stub);

            assertThatThrownBy(() -> system.create(Drafts.draft("k-1"))).hasMessageContaining("used as a filter");
            assertThat(stub.asked).noneMatch(request -> request.startsWith("POST"));
        }
    }

    @Test
    void twoTicketsWithOneKey_theOldestByTime_notByTheOrderOfTheAnswer() throws Exception {
        try (Stub stub = new Stub(
                Stub.always(
                        200,
                        "{\"tickets\":[{\"id\":10,\"key\":\"k-1\",\"made\":\"2026-01-02T00:00:00Z\"},{\"id\":9,\"key\":\"k-1\",\"made\":\"2026-01-03T00:00:00Z\"}]}"))) {
            assertThat(system(stub).create(Drafts.draft("k-1")).id()).isEqualTo("10");
        }
    }

    @Test
    void wordsOfADraft_cannotBreakOutOfTheirPlaces() throws Exception {
        StringBuilder sent = new StringBuilder();
        try (Stub stub = new Stub(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                sent.append(
                        new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
            Stub.answer(exchange, 200, NONE);
        })) {
            RestSystem system = system(stub);
            assertThatThrownBy(() -> system.create(Drafts.draft("k\"}&key=*/../x y")))
                    .isInstanceOf(MaintenanceException.class);

            assertThat(stub.asked.get(0)).isEqualTo("GET /tickets?key=k%22%7D%26key%3D%2A%2F..%2Fx%20y");
            assertThat(sent.toString())
                    .isEqualTo("{\"summary\":\"Pump 7 \\\"cavitates\\\" <\",\"prio\":2,\"key\":\"k\\\"}&key=*/../x y\","
                            + "\"team\":\"north\"}");
        }
    }

    @Test
    void changedSince_turnsThePages_andGivesUpWhereTheyNeverEnd() throws Exception {
        try (Stub stub = new Stub(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            int from = Integer.parseInt(query.substring(query.lastIndexOf('=') + 1));
            Stub.answer(
                    exchange,
                    200,
                    from >= 4
                            ? "{\"tickets\":[{\"id\":5,\"key\":\"\"}]}"
                            : "{\"tickets\":[{\"id\":" + (from + 1) + ",\"key\":\"a\"},{\"id\":" + (from + 2)
                                    + ",\"key\":\"b\"}]}");
        })) {
            RestSystem system = system(stub);
            assertThat(system.changedSince(Instant.EPOCH).orElseThrow())
                    .extracting(Ticket::id)
                    .containsExactly("1", "2", "3", "4");

            stub.handler = Stub.always(200, "{\"tickets\":[{\"id\":1,\"key\":\"a\"},{\"id\":2,\"key\":\"b\"}]}");
            assertThat(system.changedSince(Instant.EPOCH))
                    .as("the caller reads each")
                    .isEmpty();
        }
    }

    @Test
    void itsClock_isTheDateOfItsAnswer() throws Exception {
        try (Stub stub = new Stub(exchange -> {
            exchange.getResponseHeaders().set("Date", "Mon, 23 Nov 2026 03:00:00 GMT");
            Stub.answer(exchange, 200, "{\"id\":1,\"key\":\"k\",\"state\":\"done\",\"done\":\"2026-11-23T02:59:00Z\"}");
        })) {
            Ticket ticket = system(stub).read("1").orElseThrow();

            assertThat(ticket.now()).isPresent();
            assertThat(ticket.resolved()).contains(Instant.parse("2026-11-23T02:59:00Z"));
        }
    }

    @Test
    void secretOpenToOthers_isNotUsed() throws Exception {
        try (Stub stub = new Stub(Stub.always(200, NONE))) {
            RestSystem system = system(stub);
            Files.setPosixFilePermissions(folder.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(() -> system.find("k")).hasMessageContaining("chmod 600");
            assertThat(stub.asked).isEmpty();
        }
    }

    @Test
    void configurationThatCannotWork_saysWhatToSet() {
        assertThat(List.of(
                        refusal(Map.of("url", "http://plant.example/redmine")),
                        refusal(Map.of("url", "ftp://x")),
                        refusal(Map.of("url", "https://user:pw@x.example")),
                        refusal(Map.of("url", "https://x.example", "zone", "Mars/Base")),
                        refusal(Map.of("url", "https://x.example", "timeout_s", "soon")),
                        refusal(Map.of("url", "https://x.example"))))
                .satisfiesExactly(
                        text -> assertThat(text).contains("plain_http=true"),
                        text -> assertThat(text).contains("no http(s) address"),
                        text -> assertThat(text).contains("no query, fragment or login"),
                        text -> assertThat(text).contains("Europe/Berlin"),
                        text -> assertThat(text).contains("timeout_s is a whole number"),
                        text -> assertThat(text).contains("settings are missing: key_field, project"));
    }

    private static String refusal(Map<String, String> keys) {
        return catchThrowableOfType(
                        () -> new RestSystem(Settings.of(keys, "redmine"), java.time.Clock.systemUTC()),
                        IllegalArgumentException.class)
                .getMessage();
    }
}
