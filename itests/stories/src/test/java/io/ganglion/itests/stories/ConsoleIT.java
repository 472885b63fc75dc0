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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The console as people see it: a real browser against a node with 1,000 pumps and a million rows, six of which shake. The
 * pictures lie in {@code itests/stories/target/pictures}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final int PUMPS = Integer.getInteger("console.pumps", 1_000);
    private static final int PAST = 1_000;
    private static final int SHAKING = 240;
    private static final int ILL = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<String> ROLES = List.of("viewer", "technician", "operator", "model-owner", "coe-admin");

    private static final Map<String, Login> LOGINS = new LinkedHashMap<>();
    private static Node node;
    private static BusyPlant plant;
    private static Browser browser;

    @BeforeAll
    static void aPlantWithAMillionRows() throws IOException {
        Path folder = Stage.folder("console");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
        for (String role : ROLES) {
            LOGINS.put(role, node.webLogin(role.replace("-", ""), role));
        }
        plant = new BusyPlant(node, node.login("outside", "gateway"), PUMPS, ILL, PAST, SHAKING);
        await().atMost(PATIENCE).until(plant::live);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/overview").path("store").path("rows").asLong() >= (long) PUMPS * PAST);
        for (int i = 1; i <= ILL; i++) {
            String device = "pump-" + i;
            await(device).atMost(PATIENCE).ignoreExceptions().until(() -> order(device)
                    .has("alert"));
        }
        browser = Browser.orSkip(
                folder,
                Path.of(System.getProperty("stories.folder"), "../pictures").normalize(),
                "http://127.0.0.1:" + node.webPort(),
                given());
    }

    /** What the checks are told: who may come in, and which of the pumps that shake is for what. */
    private static Map<String, Object> given() throws IOException {
        Map<String, Object> given = new LinkedHashMap<>();
        Map<String, List<String>> logins = new LinkedHashMap<>();
        LOGINS.forEach((role, login) -> logins.put(role, List.of(login.user(), login.password())));
        given.put("logins", logins);
        given.put("device", "pump-1");
        given.put("order", order("pump-1").path("id").asText());
        given.put("done", order("pump-2").path("id").asText());
        given.put("confirm", order("pump-3").path("id").asText());
        given.put("refute", order("pump-4").path("id").asText());
        given.put("model", get("/models").path("items").get(0).path("id").asText());
        resolve(order("pump-2"));
        return given;
    }

    @AfterAll
    static void stop() throws IOException {
        if (plant != null) {
            plant.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private static HttpResponse<String> call(String role, String method, String path, String body) {
        Login login = LOGINS.get(role);
        String basic = Base64.getEncoder().encodeToString((login.user() + ":" + login.password()).getBytes(UTF_8));
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.webPort() + path))
                            .header("Authorization", "Basic " + basic)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode get(String path) throws IOException {
        HttpResponse<String> response = call("technician", "GET", "/api/v1" + path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** The newest of a device; nothing where it has none. */
    private static JsonNode order(String device) throws IOException {
        return get("/work-orders?device=" + device).path("items").path(0);
    }

    private static void resolve(JsonNode order) throws IOException {
        JsonNode cause = get("/taxonomies/Pump").path("causes").get(0);
        HttpResponse<String> done = call(
                "technician",
                "POST",
                "/api/v1/work-orders/" + order.path("id").asText() + "/resolve",
                "{\"finding\":\"confirmed\",\"cause\":\"" + cause.path("code").asText()
                        + "\",\"action\":\"bearing exchanged\",\"text\":\"<i>loud</i> since Monday\"}");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    }

    private static JsonNode unharmed(JsonNode seen) {
        assertThat(seen.path("wrong")).as("what went wrong in the browser").isEmpty();
        return seen;
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    @Order(1)
    void everyPage_lightAndDarkAndOnAPhone_isDrawnWhole_andTheScannerFindsNothingGrave() throws IOException {
        JsonNode seen = unharmed(browser.sees("pages"));
        assertThat(seen.path("looked").asInt()).isEqualTo(39);
        assertThat(words(seen.path("grave"))).isEmpty();
        assertThat(words(seen.path("tooWide"))).isEmpty();
        System.out.println("console: axe also says " + seen.path("slight"));
    }

    @Test
    @Order(2)
    void theFirstPageWithAThousandDevices_isMeasured() throws IOException {
        JsonNode seen = unharmed(browser.sees("speed"));
        System.out.println("console: rows " + get("/overview").path("store").path("rows") + ", " + seen);
        assertThat(seen.path("measured")).hasSize(3);
        assertThat(seen.path("said").asText()).contains("worst first");
    }

    @Test
    @Order(3)
    void eachRole_isShownWhatItMayDo_andTheNodeRefusesTheRest() throws IOException {
        JsonNode roles = unharmed(browser.sees("roles")).path("roles");
        assertThat(roles).hasSize(ROLES.size());
        for (String role : ROLES) {
            int rank = ROLES.indexOf(role);
            JsonNode one = roles.path(role);
            assertThat(words(one.path("places")).contains("orders")).as(role).isEqualTo(rank >= 1);
            assertThat(one.path("mayReplay").asBoolean()).as(role).isEqualTo(rank >= 2);
            assertThat(one.path("mayRollBack").asBoolean()).as(role).isEqualTo(rank >= 3);
            assertThat(one.path("note").asInt() == 403).as(role).isEqualTo(rank < 1);
            assertThat(one.path("rollback").asInt() == 403).as(role).isEqualTo(rank < 3);
        }
    }

    @Test
    @Order(4)
    void aWrongPasswordIsSaid_andTheRightOneLeadsToThePageThatWasAskedFor() throws IOException {
        JsonNode seen = unharmed(browser.sees("signIn"));
        assertThat(seen.path("refusal").asText()).contains("do not go together");
        assertThat(seen.path("kept").path("shell").asInt()).isZero();
        assertThat(seen.path("kept").path("password").asText()).isEmpty();
        assertThat(seen.path("address").asText()).isEqualTo("#/devices");
    }

    @Test
    @Order(5)
    void whoeverGuesses_isToldToWait() throws IOException {
        JsonNode seen = unharmed(browser.sees("guessing"));
        assertThat(seen.path("disabled").asBoolean()).isTrue();
        assertThat(seen.path("trouble").asText()).contains("Too many tries");
    }

    @Test
    @Order(6)
    void theDeviceList_isWalkedWithoutAMouse() throws IOException {
        JsonNode seen = unharmed(browser.sees("keyboard"));
        assertThat(seen.path("focused").asText()).isEqualTo("search");
        assertThat(seen.path("ring").asText()).isEqualTo("solid");
        assertThat(seen.path("heading").asText()).startsWith("pump-");
    }

    @Test
    @Order(7)
    void twoTapsConfirm_andADoubleClickIsOneFact() throws IOException {
        JsonNode seen = unharmed(browser.sees("confirm"));
        assertThat(seen.path("home").asText()).isEqualTo("orders");
        assertThat(seen.path("state").asText()).isEqualTo("closed");
        assertThat(seen.path("finding").asText()).isEqualTo("confirmed");
        assertThat(seen.path("resolved").asInt())
                .as(seen.path("facts").toString())
                .isEqualTo(1);
    }

    @Test
    @Order(8)
    void twoTapsRefute() throws IOException {
        JsonNode seen = unharmed(browser.sees("refute"));
        assertThat(seen.path("finding").asText()).isEqualTo("refuted");
    }

    @Test
    @Order(9)
    void aFaultThatNoAlertToldOf_isReported() throws IOException {
        JsonNode seen = unharmed(browser.sees("missed"));
        assertThat(seen.path("address").asText()).startsWith("#/orders/");
    }

    @Test
    @Order(10)
    void scriptInANote_isText() throws IOException {
        JsonNode seen = unharmed(browser.sees("script"));
        assertThat(seen.path("scripts").asInt()).isZero();
        assertThat(seen.path("title").asText()).doesNotContain("broken in");
        assertThat(seen.path("left").asText()).isEmpty();
    }

    @Test
    @Order(11)
    void aPhotoOfTwentyMegabytes_isRefusedKindly_andARealOneIsMadeSmall() throws IOException {
        JsonNode seen = unharmed(browser.sees("photo"));
        assertThat(seen.path("refusal").asText()).contains("20 MiB", "not a picture");
        assertThat(seen.path("raw").path("status").asInt()).isIn(0, 413);
        assertThat(seen.path("note").asText()).isEqualTo("typed before the photo");
        assertThat(seen.path("kept").path("mediaType").asText()).isEqualTo("image/jpeg");
        assertThat(seen.path("kept").path("bytes").asInt()).isBetween(10_000, 1_000_000);
    }

    @Test
    @Order(12)
    void aSessionThatEndsInTheMiddleOfAForm_losesNothing() throws IOException {
        JsonNode seen = unharmed(browser.sees("expiry"));
        assertThat(seen.path("kept").asBoolean()).isTrue();
        assertThat(seen.path("times").asInt()).isEqualTo(1);
    }

    @Test
    @Order(13)
    void outOfReach_whatIsThereStays() throws IOException {
        JsonNode seen = unharmed(browser.sees("offline"));
        assertThat(seen.path("before").asInt())
                .isPositive()
                .isEqualTo(seen.path("during").asInt());
    }

    @Test
    @Order(14)
    void theNodeRestarts_andThePageIsLiveAgain() throws IOException {
        JsonNode seen = browser.sees("restart", line -> {
            if (line.equals("watching")) {
                restart();
            }
        });
        assertThat(unharmed(seen).path("live").asBoolean()).isTrue();
        assertThat(seen.path("note").asBoolean()).isTrue();
    }

    private static void restart() {
        try {
            plant.close();
            node.kill();
            node.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
