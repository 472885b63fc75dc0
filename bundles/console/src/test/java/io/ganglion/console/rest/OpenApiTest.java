// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route is called over a real server, and what it answers is held against the document that the node hands out. */
class OpenApiTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A call of each route that answers a record. */
    private static final List<Call> CALLS = List.of(
            Call.get("/overview", "/overview"),
            Call.get("/devices", "/devices?q=pump&limit=2"),
            Call.get("/devices/{name}", "/devices/pump-2"),
            Call.get("/devices/{name}", "/devices/pump-3"),
            Call.get("/devices/{name}/explanation", "/devices/pump-2/explanation?method=integrated-gradients&at=-PT1M"),
            Call.get("/devices/{name}/series", "/devices/pump-2/series?from=-PT6H&envelope=true"),
            Call.get("/devices/{name}/series", "/devices/pump-2/series?attributes=flow&points=50"),
            Call.get("/devices/{name}/insights", "/devices/pump-2/insights?limit=100"),
            Call.get("/alerts", "/alerts?open=true&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00%2B01:00"),
            Call.get("/alerts/{id}", "/alerts/A-1"),
            Call.get("/taxonomies/{contract}", "/taxonomies/Pump"),
            Call.get("/labels", "/labels?device=pump-2"),
            Call.get("/slas", "/slas?from=-P30D"),
            Call.get("/work-orders", "/work-orders?state=open,in-progress&assignee=me"),
            Call.get("/work-orders/{id}", "/work-orders/WO-1"),
            Call.post("/work-orders/{id}/acknowledge", "/work-orders/WO-1/acknowledge", ""),
            Call.post("/work-orders/{id}/start", "/work-orders/WO-1/start", ""),
            Call.post("/work-orders/{id}/notes", "/work-orders/WO-1/notes", "{\"text\":\"<script>alert(1)</script>\"}"),
            Call.post(
                    "/work-orders/{id}/resolve",
                    "/work-orders/WO-1/resolve",
                    "{\"finding\":\"confirmed\",\"cause\":\"bearing-wear\",\"action\":\"replaced\",\"text\":\"\"}"),
            Call.post(
                    "/work-orders",
                    "/work-orders",
                    "{\"contract\":\"Pump\",\"device\":\"pump-1\",\"from\":\"2026-03-09T09:00:00Z\","
                            + "\"to\":\"2026-03-09T09:30:00Z\",\"finding\":\"missed\",\"cause\":\"bearing-wear\"}"),
            Call.get("/models", "/models"),
            Call.get("/models/{id}", "/models/pump-anomaly@1.0.0"),
            Call.get("/routes", "/routes"),
            Call.get("/decisions", "/decisions?contract=Pump"),
            Call.post("/models/{id}/promote", "/models/pump-anomaly@1.1.0/promote", "{\"reason\":\"better\"}"),
            Call.post("/routes/{contract}/rollback", "/routes/Pump/rollback", "{\"reason\":\"worse\"}"),
            Call.get("/drift", "/drift"),
            Call.get("/retrainings", "/retrainings"),
            Call.post("/retrainings", "/retrainings", "{\"model\":\"pump-anomaly\",\"reason\":\"new labels\"}"),
            Call.get("/operations", "/operations"),
            Call.get("/quarantine", "/quarantine?reason=out-of-range"),
            Call.get("/quarantine/{id}", "/quarantine/1"),
            Call.get("/quarantine/{id}", "/quarantine/2"),
            Call.post("/quarantine/{id}/replay", "/quarantine/1/replay", ""),
            Call.post(
                    "/quarantine/replay",
                    "/quarantine/replay",
                    "{\"contract\":\"Pump\",\"reason\":\"out-of-range\",\"path\":\"/motorCurrent\"}"));

    private Desk desk;
    private JsonNode document;

    private record Call(String method, String route, String path, String body) {
        static Call get(String route, String path) {
            return new Call("GET", route, path, "");
        }

        static Call post(String route, String path, String body) {
            return new Call("POST", route, path, body);
        }

        String key() {
            return method + " " + route;
        }
    }

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
        document = MAPPER.readTree(desk.get("/openapi.json").body());
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private HttpResponse<String> send(Call call) {
        return call.method().equals("GET") ? desk.get(call.path()) : desk.post("model-owner", call.path(), call.body());
    }

    private List<String> faults(JsonNode schema, String body) throws Exception {
        JsonSchema compiled = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MAPPER.createObjectNode()
                        .put("$ref", schema.path("$ref").asText())
                        .set("components", document.path("components")));
        List<String> faults = new ArrayList<>();
        compiled.validate(MAPPER.readTree(body)).forEach(fault -> faults.add(fault.getMessage()));
        return faults;
    }

    @Test
    void everyAnswerIsAsTheDocumentSays() throws Exception {
        for (Call call : CALLS) {
            HttpResponse<String> answer = send(call);
            JsonNode response = document.path("paths")
                    .path(call.route())
                    .path(call.method().toLowerCase(java.util.Locale.ROOT))
                    .path("responses")
                    .path(Integer.toString(answer.statusCode()));
            assertThat(response.isMissingNode())
                    .as("%s answered %d: %s", call.path(), answer.statusCode(), answer.body())
                    .isFalse();
            assertThat(faults(response.path("content").path("application/json").path("schema"), answer.body()))
                    .as("%s: %s", call.path(), answer.body())
                    .isEmpty();
        }
    }

    @Test
    void aWrongAnswerWouldBeNoticed() throws Exception {
        JsonNode schema = document.at("/paths/~1devices/get/responses/200/content/application~1json/schema");
        assertThat(faults(schema, "{\"items\":[{\"name\":7}],\"more\":false,\"other\":1}"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void everyRouteIsInTheDocument_andInThisTest() {
        List<String> written = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(one -> {
                    JsonNode operation = one.getValue();
                    if (!path.getKey().equals("/session")) {
                        written.add(one.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                        assertThat(operation.path("x-role").asText())
                                .as(path.getKey())
                                .isNotEmpty();
                        assertThat(operation.path("summary").asText())
                                .as(path.getKey())
                                .isNotEmpty();
                    }
                }));
        TreeSet<String> called = new TreeSet<>(
                List.of("POST /work-orders/{id}/photos", "GET /work-orders/{id}/photos/{photo}")); // the test of photos
        CALLS.forEach(call -> called.add(call.key()));
        assertThat(new TreeSet<>(written)).isEqualTo(called);
    }

    @Test
    void everyRefusalIsAProblem_thatSaysWhatToDo() throws Exception {
        JsonNode problem = MAPPER.createObjectNode().put("$ref", "#/components/schemas/ProblemBody");
        Map<String, Integer> refused = Map.ofEntries(
                Map.entry("/nothing", 404),
                Map.entry("/devices/pump-77", 404),
                Map.entry("/devices?limit=0", 400),
                Map.entry("/devices?limit=many", 400),
                Map.entry("/devices?condition=sad", 400),
                Map.entry("/devices/pump-2/series?attributes=floww", 400),
                Map.entry("/devices/pump-2/series?from=yesterday", 400),
                Map.entry("/devices/pump-2/series?from=-P999999999D", 400),
                Map.entry("/devices/pump-2/series?from=2026-03-09T10:00:00Z&to=2026-03-09T09:00:00Z", 400),
                Map.entry("/devices/pump-2/explanation?method=kernel-shap", 409),
                Map.entry("/alerts/A-9", 404),
                Map.entry("/work-orders/WO-9", 404),
                Map.entry("/work-orders?state=lost", 400),
                Map.entry("/models/nonsense", 400),
                Map.entry("/models/pump-anomaly@9.0.0", 404),
                Map.entry("/quarantine/99", 404),
                Map.entry("/quarantine/one", 400),
                Map.entry("/work-orders/WO-1/acknowledge", 405),
                Map.entry("/devices?q=" + "x".repeat(7_900), 200),
                Map.entry("/devices/%zz", 400));
        for (Map.Entry<String, Integer> one : refused.entrySet()) {
            if (one.getKey().contains("%zz")) {
                continue; // this client does not send it
            }
            HttpResponse<String> answer = desk.get(one.getKey());
            assertThat(answer.statusCode())
                    .as("%s: %s", one.getKey(), answer.body())
                    .isEqualTo(one.getValue());
            if (answer.statusCode() >= 400) {
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(faults(problem, answer.body())).as(answer.body()).isEmpty();
            }
        }
    }

    @Test
    void whoHasNoRoleForIt_isRefused_andEveryRoleAboveIsNot() {
        record Least(String path, String body, String least) {}
        List<String> roles = List.of("viewer", "technician", "operator", "model-owner");
        for (Least one : List.of(
                new Least("/work-orders/WO-1/notes", "{\"text\":\"x\"}", "technician"),
                new Least("/quarantine/1/replay", "", "operator"),
                new Least("/retrainings", "{\"model\":\"pump-anomaly\",\"reason\":\"x\"}", "model-owner"),
                new Least("/models/pump-anomaly@1.1.0/promote", "{\"reason\":\"x\"}", "model-owner"))) {
            for (String role : roles) {
                boolean may = roles.indexOf(role) >= roles.indexOf(one.least());
                HttpResponse<String> answer = desk.post(role, one.path(), one.body());
                assertThat(answer.statusCode() == 403)
                        .as("%s as %s: %s", one.path(), role, answer.body())
                        .isEqualTo(!may);
            }
        }
        assertThat(desk.send(desk.as("nobody", "/devices")).statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsMissing_isNamed_withTheNextStep() {
        desk.workshop.remove(io.ganglion.api.feedback.WorkOrders.class);
        HttpResponse<String> answer = desk.get("/work-orders");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("feedback").contains("feature:install ganglion-feedback");
        assertThat(desk.get("/overview").statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesAreBounded_beforeAnybodyParsesThem() {
        String path = "/work-orders/WO-1/notes";
        assertThat(desk.post("technician", path, "{\"text\":\"" + "x".repeat(70_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(desk.post("technician", path, "[".repeat(1_000)).statusCode())
                .isEqualTo(400);
        assertThat(desk.post("technician", path, "{\"text\":\"x\",\"text\":\"y\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(desk.post("technician", path, "{\"text\":\"x\",\"role\":\"coe-admin\"}")
                        .body())
                .contains("role");
        assertThat(desk.send(desk.as("technician", path)
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{\"text\":\"x\"}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void aCauseThatTheTaxonomyDoesNotHave_andAClosedOrderThatIsStarted_areToldApart() {
        String cause = "{\"finding\":\"confirmed\",\"cause\":\"gremlins\"}";
        HttpResponse<String> unknown = desk.post("technician", "/work-orders/WO-1/resolve", cause);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("near is bearing-wear");
        assertThat(desk.post("technician", "/work-orders/WO-1/resolve", "{\"finding\":\"refuted\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(desk.post("technician", "/work-orders/WO-1/start", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aPhotoIsKeptAndShown_asAPictureAndNothingElse() throws Exception {
        byte[] png = new byte[50_000];
        png[0] = (byte) 0x89;
        png[1] = 'P';
        HttpResponse<String> kept = photo("image/png", png);
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        assertThat(faults(
                        MAPPER.createObjectNode().put("$ref", "#/components/schemas/WorkOrderAttachment"), kept.body()))
                .isEmpty();
        HttpResponse<String> shown = desk.get("/work-orders/WO-1/photos/P-1");
        assertThat(shown.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(shown.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        assertThat(desk.get("/work-orders/WO-1/photos/P-9").statusCode()).isEqualTo(404);
        assertThat(photo("text/html", png).statusCode()).isEqualTo(415);
        assertThat(photo("image/png", new byte[100]).statusCode()).isEqualTo(415);
    }

    private HttpResponse<String> photo(String type, byte[] body) {
        return desk.send(desk.as("technician", "/work-orders/WO-1/photos")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void aPhotoThatIsTooLarge_isRefused_whetherItSaysSoOrNot() throws Exception {
        byte[] large = new byte[20 << 20];
        large[1] = 'P';
        // By a raw line: who sends on while it is refused finds the line closed, and some clients then lose the answer.
        try (java.net.Socket line = new java.net.Socket("127.0.0.1", desk.port())) {
            String login = java.util.Base64.getEncoder().encodeToString("technician:secret".getBytes("UTF-8"));
            line.getOutputStream()
                    .write(("POST /api/v1/work-orders/WO-1/photos HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + login
                                    + "\r\nContent-Type: image/png\r\nContent-Length: " + large.length + "\r\n\r\n")
                            .getBytes("UTF-8"));
            String status = new java.io.BufferedReader(new java.io.InputStreamReader(line.getInputStream(), "UTF-8"))
                    .readLine();
            assertThat(status).as("before a byte of it was sent").contains("413");
        }
        HttpResponse<String> chunked = desk.send(desk.as("technician", "/work-orders/WO-1/photos")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large, 0, (8 << 20) + 1))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("8 MiB");
    }
}
