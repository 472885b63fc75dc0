// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static io.ganglion.ngsi.Plant.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.ngsi.form.PinnedContexts;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityApiTest {

    private static final String URL = "https://plant.example/context.jsonld";
    private static final byte[] CONTEXT =
            """
            {"@context": {"durchfluss": "ngsi-ld:default-context/flow", "Pumpe": "ngsi-ld:default-context/Pump",
              "ngsi-ld": "https://uri.etsi.org/ngsi-ld/"}}"""
                    .getBytes(UTF_8);

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder, (topic, body, retained) -> true);
        for (int i = 1; i <= 5; i++) {
            plant.history.add(plant.observed("pump-" + i, "2026-11-20T10:00:0" + i + ".125Z", i * 10));
        }
        plant.contexts.pin(URL, sha256(CONTEXT), CONTEXT);
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String q(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private List<String> ids(String query) {
        HttpResponse<String> response = plant.get("/entities?" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        json(response).forEach(entity -> ids.add(entity.path("id").asText().replace("urn:ngsi-ld:Pump:", "")));
        return ids;
    }

    private void assertProblem(HttpResponse<String> response, int status, String word) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).path("type").asText())
                .isEqualTo(word.isEmpty() ? "about:blank" : "https://uri.etsi.org/ngsi-ld/errors/" + word);
        assertThat(json(response).path("detail").asText()).isNotBlank();
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
    }

    @Test
    void anEntityIsWrittenInThreeWays() {
        JsonNode whole = json(plant.get("/entities/urn:ngsi-ld:Pump:pump-3"));
        assertThat(whole.path("type").asText()).isEqualTo("Pump");
        assertThat(whole.path("flow").toString())
                .isEqualTo(
                        "{\"type\":\"Property\",\"value\":30.0,\"unitCode\":\"L2\",\"observedAt\":\"2026-11-20T10:00:03.125Z\"}");
        assertThat(whole.path("dateObserved").path("value").asText()).isEqualTo("2026-11-20T10:00:03.125Z");
        JsonNode concise = json(plant.get("/entities/urn:ngsi-ld:Pump:pump-3?options=concise"));
        assertThat(concise.path("flow").toString())
                .isEqualTo("{\"value\":30.0,\"unitCode\":\"L2\",\"observedAt\":\"2026-11-20T10:00:03.125Z\"}");
        JsonNode simple = json(plant.get("/entities/urn:ngsi-ld:Pump:pump-3?options=keyValues,sysAttrs&attrs=flow"));
        assertThat(simple.toString())
                .isEqualTo(
                        "{\"id\":\"urn:ngsi-ld:Pump:pump-3\",\"type\":\"Pump\",\"createdAt\":\"2026-11-20T10:00:03.125Z\","
                                + "\"modifiedAt\":\"2026-11-20T10:00:03.125Z\",\"flow\":30.0}");
        assertThat(json(plant.get("/entities/urn:ngsi-ld:Pump:pump-3/attrs/flow"))
                        .path("value")
                        .asDouble())
                .isEqualTo(30);
    }

    @Test
    void entitiesAreFound_byTypeIdPatternAndCondition() {
        assertThat(ids("type=Pump")).hasSize(5);
        assertThat(ids("type=Pump,Host")).hasSize(5);
        assertThat(ids("type=Host")).isEmpty();
        assertThat(ids("id=urn:ngsi-ld:Pump:pump-2,urn:ngsi-ld:Pump:pump-9")).containsExactly("pump-2");
        assertThat(ids("idPattern=" + q("pump-[12]$"))).containsExactly("pump-1", "pump-2");
        assertThat(ids("q=" + q("flow>=20;flow<40;dateObserved>2026-11-20T10:00:02.125Z")))
                .containsExactly("pump-3");
        assertThat(ids("type=Pump&attrs=noSuchThing")).isEmpty();
    }

    @Test
    void aListingComesInPages_withLinksToItsNeighbours() {
        HttpResponse<String> page = plant.get("/entities?type=Pump&limit=2&offset=2&count=true&options=keyValues");
        assertThat(json(page)).hasSize(2);
        assertThat(page.headers().firstValue("NGSILD-Results-Count")).contains("5");
        String links = String.join(", ", page.headers().allValues("Link"));
        assertThat(links)
                .contains("/ngsi-ld/v1/entities?type=Pump&limit=2&offset=4&count=true&options=keyValues>; rel=\"next\"")
                .contains("offset=0&count=true&options=keyValues>; rel=\"prev\"")
                .contains(PinnedContexts.CORE);
        HttpResponse<String> none = plant.get("/entities?type=Pump&limit=0&count=true");
        assertThat(json(none)).isEmpty();
        assertThat(none.headers().firstValue("NGSILD-Results-Count")).contains("5");
        assertThat(String.join(
                        ", ", plant.get("/entities?type=Pump&limit=5").headers().allValues("Link")))
                .doesNotContain("rel=\"next\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/entities, 400, BadRequestData",
        "/entities?type=Pump&limit=1001, 400, BadRequestData",
        "/entities?type=Pump&limit=99999999999999999999, 400, BadRequestData",
        "/entities?type=Pump&limit=0, 400, BadRequestData",
        "/entities?type=Pump&offset=-1, 400, BadRequestData",
        "/entities?type=Pump&colour=red, 400, InvalidRequest",
        "/entities?type=Pump&type=Host, 400, InvalidRequest",
        "/entities?type=Pump&options=pretty, 400, BadRequestData",
        "/entities?type=Pump&georel=near, 422, OperationNotSupported",
        "/entities?type=Pump&scopeQ=%2Fa, 422, OperationNotSupported",
        "/entities?type=Pump%3BHost, 422, OperationNotSupported",
        "/entities?idPattern=%28%28, 400, BadRequestData",
        "/entities?idPattern=%5E%28.%2A.%29%7B60%7Dx%24, 403, TooComplexQuery",
        "/entities?id=pump-1, 400, BadRequestData",
        "/entities/urn:ngsi-ld:Pump:pump-9, 404, ResourceNotFound",
        "/entities/urn:ngsi-ld:Pump:pump-1/attrs/colour, 404, ResourceNotFound",
        "/types/Host, 404, ResourceNotFound",
        "/nothing/here, 404, ResourceNotFound",
        "/a/b/c/d/e/f/g/h/i/j/k, 404, ResourceNotFound",
    })
    void aBadQuestionGetsAProblem(String path, int status, String word) {
        assertProblem(plant.get(path), status, word);
    }

    @Test
    void anAnswerIsJsonWithALink_orJsonLdWithTheContextInside() {
        HttpResponse<String> plain = plant.get("/entities?type=Pump", "Accept", "application/json");
        assertThat(plain.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(plain.headers().firstValue("Link").orElse("")).contains(PinnedContexts.CORE);
        assertThat(json(plain).get(0).has("@context")).isFalse();
        HttpResponse<String> linked = plant.get(
                "/entities?type=Pump", "Accept", "text/html;q=0.9, application/ld+json;q=0.8, application/json;q=0.1");
        assertThat(linked.headers().firstValue("Content-Type")).contains("application/ld+json");
        assertThat(linked.headers().firstValue("Link")).isEmpty();
        assertThat(json(linked).get(0).path("@context").asText()).isEqualTo(PinnedContexts.CORE);
        assertProblem(plant.get("/entities?type=Pump", "Accept", "application/geo+json"), 406, "");
    }

    @Test
    void theWordsOfAPinnedContextAreUnderstood_andSpoken() {
        String link = "<" + URL + ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"";
        HttpResponse<String> response =
                plant.get("/entities?type=Pumpe&q=" + q("durchfluss>40") + "&options=keyValues", "Link", link);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).get(0).path("type").asText()).isEqualTo("Pumpe");
        assertThat(json(response).get(0).path("durchfluss").asDouble()).isEqualTo(50);
        assertThat(response.headers().firstValue("Link").orElse("")).contains(URL);
        assertProblem(
                plant.get("/entities?type=Pumpe", "Link", link.replace("plant", "other")),
                503,
                "LdContextNotAvailable");
    }

    @Test
    void aQueryInABodyAsksTheSame() {
        HttpResponse<String> response = plant.call(
                "POST",
                "/entityOperations/query?options=keyValues&limit=1&count=true",
                "application/ld+json",
                """
                {"type": "Query", "entities": [{"type": "Pumpe", "idPattern": "pump"}], "q": "durchfluss>=40",
                 "attrs": ["durchfluss"], "@context": ["%s"]}"""
                        .formatted(URL));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).get(0).path("durchfluss").asDouble()).isEqualTo(40);
        assertThat(response.headers().firstValue("NGSILD-Results-Count")).contains("2");
        assertProblem(
                plant.post("/entityOperations/query", "{\"type\": \"Query\", \"geoQ\": {}}"),
                422,
                "OperationNotSupported");
        assertProblem(plant.post("/entityOperations/query", "{\"type\": \"Question\"}"), 400, "BadRequestData");
    }

    @Test
    void typesAndAttributesAreListed() {
        assertThat(json(plant.get("/types")).path("typeList").toString()).isEqualTo("[\"Pump\"]");
        assertThat(json(plant.get("/types?details=true")).get(0).path("attributeNames"))
                .hasSize(9);
        assertThat(json(plant.get("/types/Pump")).path("entityCount").asInt()).isEqualTo(5);
        assertThat(json(plant.get("/attributes")).path("attributeList")).hasSize(9);
        assertThat(json(plant.get("/attributes?details=true"))
                        .get(0)
                        .path("typeNames")
                        .toString())
                .isEqualTo("[\"Pump\"]");
        assertThat(json(plant.get("/attributes/flow")).path("attributeCount").asInt())
                .isEqualTo(5);
        assertThat(json(plant.get("/jsonldContexts"))).hasSize(2);
    }

    @Test
    void whatIsWrittenGoesThroughTheContract_andIsReadBack() {
        String time = Instant.now().toString();
        HttpResponse<String> created = plant.post("/entities", Plant.body("pump-8", time, 12.5));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/ngsi-ld/v1/entities/urn:ngsi-ld:Pump:pump-8");
        assertThat(json(plant.get(created.headers()
                                .firstValue("Location")
                                .orElseThrow()
                                .replace("/ngsi-ld/v1", "")))
                        .path("flow")
                        .path("value")
                        .asDouble())
                .isEqualTo(12.5);
        assertProblem(plant.post("/entities", Plant.body("pump-8", time, 12.5)), 409, "AlreadyExists");
        JsonNode whole = json(plant.get("/entities/urn:ngsi-ld:Pump:pump-8", "Accept", "application/ld+json"));
        HttpResponse<String> again =
                plant.call("PATCH", "/entities/urn:ngsi-ld:Pump:pump-8/attrs", "application/ld+json", whole.toString());
        assertThat(again.statusCode()).as(again.body()).isEqualTo(204);
        assertThat(plant.offered).hasValue(2);
    }

    @Test
    void whatTheContractRefuses_isAnsweredAtOnce_andNotOffered() {
        String bad = Plant.body("pump-8", Instant.now().toString(), 5_000);
        HttpResponse<String> refused = plant.post("/entities", bad);
        assertProblem(refused, 400, "BadRequestData");
        assertThat(json(refused).path("reason").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(json(refused).path("path").asText()).isEqualTo("/flow");
        assertThat(json(refused).path("contract").asText()).isEqualTo("Pump@1.0.0");
        HttpResponse<String> fragment = plant.call(
                "PATCH", "/entities/urn:ngsi-ld:Pump:pump-1/attrs", "application/json", "{\"flow\": {\"value\": 3}}");
        assertThat(json(fragment).path("reason").asText()).isEqualTo("MISSING_ATTRIBUTE");
        assertThat(plant.offered).hasValue(0);
    }

    @Test
    void aBatchTellsWhichWereTaken() {
        String now = Instant.now().toString();
        String batch = "[" + Plant.body("pump-1", now, 1) + "," + Plant.body("pump-8", now, 2) + "]";
        HttpResponse<String> upserted = plant.post("/entityOperations/upsert", batch);
        assertThat(upserted.statusCode()).isEqualTo(201);
        assertThat(upserted.body()).isEqualTo("[\"urn:ngsi-ld:Pump:pump-8\"]");
        HttpResponse<String> mixed = plant.post(
                "/entityOperations/upsert",
                "[" + Plant.body("pump-1", now, 1) + "," + Plant.body("pump-2", now, -1) + "]");
        assertThat(mixed.statusCode()).isEqualTo(207);
        assertThat(json(mixed).path("success")).hasSize(1);
        assertThat(json(mixed).path("errors").get(0).path("error").path("path").asText())
                .isEqualTo("/flow");
        assertThat(plant.post("/entityOperations/create", batch).statusCode()).isEqualTo(207);
    }

    @Test
    void nothingIsDeleted_andTheAnswerSaysWhatToDoInstead() {
        for (String path : List.of("/entities/urn:ngsi-ld:Pump:pump-1", "/temporal/entities/urn:ngsi-ld:Pump:pump-1")) {
            HttpResponse<String> response = plant.call("DELETE", path, "application/json", "");
            assertProblem(response, 405, "OperationNotSupported");
            assertThat(response.body()).contains("a correction is a new fact");
        }
        HttpResponse<String> strange = plant.call("OPTIONS", "/entities", "application/json", "");
        assertThat(strange.statusCode()).isEqualTo(405);
        assertThat(strange.headers().firstValue("Allow")).contains("DELETE, GET, POST");
        assertThat(strange.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("allow-origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "17",
                "null",
                "{\"a\":1,\"a\":2}",
                "{\"id\": \"urn:x:y\"}",
                "{\"id\": 7, \"type\": \"Pump\"}",
                "{\"id\": \"urn:x:y\", \"type\": \"Rocket\"}",
                "{\"id\": \"pump-1\", \"type\": \"Pump\"}",
                "{\"id\": \"urn:x:a b\", \"type\": \"Pump\"}",
                "{\"id\": \"urn:x:y\", \"type\": \"Pump\", \"@context\": {}}",
            })
    void aBodyThatIsNoEntity_isRefused(String body) {
        HttpResponse<String> response = plant.post("/entities", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(plant.offered).hasValue(0);
    }

    @Test
    void bodiesAreBounded_inBytesDepthAndType() {
        assertProblem(plant.post("/entities", "{\"a\": \"" + "x".repeat(70_000) + "\"}"), 413, "");
        assertProblem(plant.post("/entities", "[".repeat(10_000)), 400, "InvalidRequest");
        assertProblem(plant.call("POST", "/entities", "text/plain", "hello"), 415, "");
        assertProblem(
                plant.call("POST", "/entities", "application/ld+json", "{\"id\": \"urn:x:y\", \"type\": \"Pump\"}"),
                400,
                "BadRequestData");
        assertProblem(
                plant.call(
                        "POST",
                        "/entities",
                        "application/ld+json",
                        "{\"id\": \"urn:x:y\", \"type\": \"Pump\", \"@context\": []}",
                        "Link",
                        "<" + URL + ">; rel=\"http://www.w3.org/ns/json-ld#context\""),
                400,
                "BadRequestData");
    }

    @Test
    void aViewerReadsAndNoMore_andNobodyIsAnonymous() {
        HttpRequest.Builder write = plant.as("viewer", "/ngsi-ld/v1/entities")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Plant.body("pump-8", Instant.now().toString(), 1)));
        assertProblem(plant.send(write), 403, "");
        assertProblem(plant.get("/subscriptions"), 403, "");
        HttpResponse<String> stranger =
                plant.send(plant.as("viewer", "/ngsi-ld/v1/types").setHeader("Authorization", "Basic " + "eDp5"));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(json(stranger).path("type").asText()).isEqualTo("urn:ganglion:problem:login-required");
        assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        assertThat(stranger.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertProblem(plant.get("/types", "NGSILD-Tenant", "a"), 501, "NoMultiTenantSupport");
    }
}
