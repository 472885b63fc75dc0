// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

    @TempDir
    Path secrets;

    private final Hands clock = new Hands();
    private House house;

    @BeforeEach
    void open() throws Exception {
        LoginFile.write(secrets.resolve(WebCredentials.FILE), List.of("viewer", "technician"));
        WebSettings settings = new WebSettings("", Set.of(), Duration.ofMinutes(30), Duration.ofHours(8), 4, 2, false);
        house = new House(settings, secrets, clock);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private HttpResponse<String> logIn(String user, String... headers) throws Exception {
        return house.logIn(user, LoginFile.password(user), headers);
    }

    private int status(String cookie) throws Exception {
        return house.send(house.to("/closed").header("Cookie", cookie)).statusCode();
    }

    @Test
    void aLoginOpensASession_thatKnowsWhoAndAsWhat() throws Exception {
        HttpResponse<String> login = logIn("technician");
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(House.word(login, "role")).isEqualTo("technician");
        HttpResponse<String> answer = house.send(house.to("/closed").header("Cookie", House.cookie(login)));
        assertThat(answer.body()).isEqualTo("technician as technician");
        HttpResponse<String> who = house.send(house.to("/api/v1/session").header("Cookie", House.cookie(login)));
        assertThat(who.body()).isEqualTo(login.body());
    }

    @Test
    void theCookieIsForThisSiteOnly_andOutOfReachOfScripts() throws Exception {
        String cookie = logIn("viewer").headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("ganglion-" + house.port() + "=")
                .contains("; Path=/")
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .doesNotContain("Secure");
    }

    @Test
    void behindAProxyWithACertificate_theCookieIsSecure_andOfThisHostOnly() throws Exception {
        WebSettings settings = new WebSettings("", Set.of(), Duration.ofHours(1), Duration.ofHours(8), 4, 2, true);
        try (House proxied = new House(settings, secrets, clock)) {
            HttpResponse<String> login = proxied.logIn("viewer", LoginFile.password("viewer"));
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-ganglion-")
                    .contains("; Secure");
            assertThat(proxied.send(proxied.to("/closed").header("Cookie", House.cookie(login)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatChangesSomething_takesTheSessionsWord() throws Exception {
        HttpResponse<String> login = logIn("technician");
        HttpRequest.Builder post =
                house.to("/closed").header("Cookie", House.cookie(login)).POST(BodyPublishers.ofString("x"));
        HttpResponse<String> without = house.send(post);
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(House.word(without, "type")).isEqualTo("urn:ganglion:problem:csrf");
        assertThat(house.send(post.setHeader(SignIn.CSRF, "guessed")).statusCode())
                .isEqualTo(403);
        assertThat(house.send(post.setHeader(SignIn.CSRF, House.word(login, "csrf")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void basicNeedsNoWord() throws Exception {
        String basic = House.basic("technician", LoginFile.password("technician"));
        HttpRequest.Builder post =
                house.to("/closed").header("Authorization", basic).POST(BodyPublishers.ofString("x"));
        assertThat(house.send(post).body()).isEqualTo("technician as technician");
    }

    @Test
    void aSessionEndsWhenNobodyUsesIt_andAtLastAnyway() throws Exception {
        String idle = House.cookie(logIn("viewer"));
        clock.forward(Duration.ofMinutes(29));
        assertThat(status(idle)).isEqualTo(200);
        clock.forward(Duration.ofMinutes(30));
        assertThat(status(idle)).isEqualTo(401);

        String busy = House.cookie(logIn("viewer"));
        for (int i = 0; i < 23; i++) {
            clock.forward(Duration.ofMinutes(20));
            assertThat(status(busy)).as("after %d minutes", 20 * (i + 1)).isEqualTo(200);
        }
        clock.forward(Duration.ofMinutes(20));
        assertThat(status(busy)).isEqualTo(401);
    }

    @Test
    void inTheMiddleOfAForm_thePageLearnsThatTheSessionIsOver() throws Exception {
        HttpResponse<String> login = logIn("technician");
        clock.forward(Duration.ofHours(1));
        HttpResponse<String> answer = house.send(house.to("/closed")
                .header("Cookie", House.cookie(login))
                .header(SignIn.CSRF, House.word(login, "csrf"))
                .POST(BodyPublishers.ofString("what was found")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(House.word(answer, "type")).isEqualTo("urn:ganglion:problem:session-expired");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .as("no window of the browser's own")
                .doesNotContain("Basic");
    }

    @Test
    void aNewLoginGetsANewToken_andEndsTheOldOne() throws Exception {
        String before = House.cookie(logIn("viewer"));
        String after = House.cookie(logIn("viewer", "Cookie", before));
        assertThat(after).isNotEqualTo(before);
        assertThat(status(before)).isEqualTo(401);
        assertThat(status(after)).isEqualTo(200);
    }

    @Test
    void aTokenThatTheNodeDidNotMake_isNoSession() throws Exception {
        assertThat(status("ganglion-" + house.port() + "=AAAA")).isEqualTo(401);
        HttpResponse<String> login = logIn("viewer", "Cookie", "ganglion-" + house.port() + "=AAAA");
        assertThat(House.cookie(login)).doesNotContain("AAAA");
    }

    @Test
    void loggingOutEndsIt_andTakesTheWordToo() throws Exception {
        HttpResponse<String> login = logIn("viewer");
        HttpRequest.Builder out = house.to("/api/v1/session")
                .header("Cookie", House.cookie(login))
                .DELETE();
        assertThat(house.send(out).statusCode()).isEqualTo(403);
        HttpResponse<String> gone = house.send(out.setHeader(SignIn.CSRF, House.word(login, "csrf")));
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gone.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
        assertThat(status(House.cookie(login))).isEqualTo(401);
    }

    @Test
    void whoIsTakenOut_orGetsAnotherPasswordOrRole_isOutAtOnce() throws Exception {
        Path file = secrets.resolve(WebCredentials.FILE);
        for (String lines : List.of(
                LoginFile.line("technician", "technician", LoginFile.password("technician")),
                LoginFile.line("viewer", "viewer", "another password"),
                LoginFile.line("viewer", "operator", LoginFile.password("viewer")))) {
            LoginFile.write(file, List.of("viewer"));
            String cookie = House.cookie(logIn("viewer"));
            assertThat(status(cookie)).isEqualTo(200);
            LoginFile.writeLines(file, lines + "# so that the length differs: " + lines.hashCode() + "\n");
            assertThat(status(cookie)).as(lines).isEqualTo(401);
        }
    }

    @Test
    void theirNumberIsBounded_theLongestUnusedGoesFirst() throws Exception {
        String first = House.cookie(logIn("viewer"));
        String second = House.cookie(logIn("viewer"));
        assertThat(status(first)).isEqualTo(200);
        String third = House.cookie(logIn("viewer"));
        assertThat(status(second))
                .as("two of one user, and the first was used later")
                .isEqualTo(401);
        assertThat(status(first)).isEqualTo(200);
        assertThat(status(third)).isEqualTo(200);
    }

    @Test
    void whoGuessesAtThePage_waits_andIsToldHowLong() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(House.word(house.logIn("viewer", "guess" + i), "type"))
                    .isEqualTo("urn:ganglion:problem:wrong-password");
        }
        HttpResponse<String> waits = logIn("viewer");
        assertThat(waits.statusCode()).isEqualTo(429);
        assertThat(waits.body()).contains("\"waitSeconds\":1");
        assertThat(waits.headers().firstValue("Retry-After")).contains("1");
        clock.forward(Duration.ofSeconds(2));
        assertThat(logIn("viewer").statusCode()).isEqualTo(200);
    }

    @Test
    void aFormOfAnotherSite_logsNobodyIn() throws Exception {
        String body = "{\"user\":\"viewer\",\"password\":\"" + LoginFile.password("viewer") + "\"}";
        HttpRequest.Builder form =
                house.to("/api/v1/session").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(body));
        assertThat(house.send(form).statusCode()).isEqualTo(415);
        assertThat(logIn("viewer", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyThatIsNoLogin_isRefused() throws Exception {
        for (String body :
                List.of("", "[", "[[[[[[]]]]]]", "{\"user\":\"viewer\"}", " ".repeat(100_000), "{\"user\":{}}")) {
            HttpResponse<String> answer = house.send(house.to("/api/v1/session")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void inTheOpen_aBadCookieIsNobody_andAGoodOneIsSomebody() throws Exception {
        assertThat(house.send(house.to("/open")).body()).isEqualTo("null as null");
        assertThat(house.send(house.to("/open").header("Cookie", "ganglion-" + house.port() + "=x"))
                        .body())
                .isEqualTo("null as null");
        assertThat(house.send(house.to("/open").header("Cookie", House.cookie(logIn("viewer"))))
                        .body())
                .isEqualTo("viewer as viewer");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepOthersOut() throws Exception {
        for (String path : List.of("/closed", "/open", "/api/v1/session")) {
            var headers = house.send(house.to(path)).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        }
    }
}
