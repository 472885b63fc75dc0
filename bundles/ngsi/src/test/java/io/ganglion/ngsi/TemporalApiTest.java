// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static io.ganglion.ngsi.Plant.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalApiTest {

    private static final String ONE = "/temporal/entities/urn:ngsi-ld:Pump:pump-1";
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder, (topic, body, retained) -> true);
        plant.seconds("pump-1", BEGIN, 600);
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = plant.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    @Test
    void thePastIsWrittenAsInstances_orAsPairs() {
        String time = "&timerel=between&timeAt=2026-11-20T10:00:10Z&endTimeAt=2026-11-20T10:00:12Z";
        assertThat(get(ONE + "?attrs=flow" + time).path("flow").toString())
                .isEqualTo(
                        "[{\"type\":\"Property\",\"value\":10.0,\"unitCode\":\"L2\",\"observedAt\":\"2026-11-20T10:00:10Z\"},"
                                + "{\"type\":\"Property\",\"value\":11.0,\"unitCode\":\"L2\",\"observedAt\":\"2026-11-20T10:00:11Z\"}]");
        assertThat(get(ONE + "?attrs=flow&options=temporalValues" + time)
                        .path("flow")
                        .path("values")
                        .toString())
                .isEqualTo("[[10.0,\"2026-11-20T10:00:10Z\"],[11.0,\"2026-11-20T10:00:11Z\"]]");
        assertThat(get("/temporal/entities?type=Pump&attrs=flow&options=temporalValues" + time)
                        .get(0))
                .isEqualTo(get(ONE + "?attrs=flow&options=temporalValues" + time));
    }

    @Test
    void beforeAndAfterExcludeTheirTime_andLastNTakesTheNewest() {
        assertThat(get(ONE + "?attrs=flow&timerel=before&timeAt=2026-11-20T10:00:02Z")
                        .path("flow"))
                .hasSize(2);
        JsonNode after = get(ONE + "?attrs=flow&timerel=after&timeAt=2026-11-20T10:09:57Z")
                .path("flow");
        assertThat(after).hasSize(2);
        assertThat(after.get(0).path("value").asDouble()).isEqualTo(598);
        JsonNode last = get(ONE + "?attrs=flow&lastN=3").path("flow");
        assertThat(last).hasSize(3);
        assertThat(last.get(2).path("value").asDouble()).isEqualTo(599);
    }

    @Test
    void aggregatesAreWorkedOutByPeriod() {
        String time = "&timerel=between&timeAt=2026-11-20T10:00:00Z&endTimeAt=2026-11-20T10:10:00Z";
        JsonNode flow = get(ONE + "?attrs=flow&options=aggregatedValues&aggrMethods=min,max,avg&aggrPeriodDuration=PT5M"
                        + time)
                .path("flow");
        assertThat(flow.path("min").toString())
                .isEqualTo("[[0.0,\"2026-11-20T10:00:00Z\",\"2026-11-20T10:05:00Z\"],"
                        + "[300.0,\"2026-11-20T10:05:00Z\",\"2026-11-20T10:10:00Z\"]]");
        assertThat(flow.path("max").get(1).get(0).asDouble()).isEqualTo(599);
        assertThat(flow.path("avg").get(0).get(0).asDouble()).isEqualTo(149.5);
        JsonNode whole = get(ONE + "?attrs=flow&format=aggregatedValues&aggrMethods=totalCount,sum,stddev,sumsq,min"
                        + time)
                .path("flow");
        assertThat(whole.path("totalCount").get(0).get(0).asInt()).isEqualTo(600);
        assertThat(whole.path("sum").get(0).get(0).asDouble()).isEqualTo(599 * 300.0);
        assertThat(whole.path("stddev").get(0).get(0).asDouble())
                .isCloseTo(173.2, org.assertj.core.data.Offset.offset(0.1));
        assertThat(whole.path("sumsq").get(0).get(0).asDouble()).isEqualTo(71_820_100.0);
    }

    @Test
    void whatIsTooLongComesInPartsThatFitTogether() {
        plant.seconds("pump-2", BEGIN, 40_000);
        plant.seconds("pump-1", BEGIN, 30_000);
        String time = "&timerel=between&timeAt=2026-11-20T10:00:00Z&endTimeAt=2026-11-22T10:00:00Z";
        HttpResponse<String> first = plant.get(
                "/temporal/entities?type=Pump&attrs=flow,vibrationX,vibrationY,motorCurrent&options=temporalValues"
                        + time);
        assertThat(first.statusCode()).isEqualTo(206);
        int rows = json(first).get(0).path("flow").path("values").size();
        assertThat(rows).isEqualTo(TemporalPages.VALUES_LIMIT / 8);
        assertThat(json(first).get(1).path("flow").path("values")).hasSize(rows);
        assertThat(first.headers().firstValue("Content-Range"))
                .contains("date-time 2026-11-20T10:00:00Z-" + BEGIN.plusSeconds(rows - 1) + "/*");
        HttpResponse<String> last =
                plant.get("/temporal/entities?type=Pump&attrs=flow&options=temporalValues&lastN=90000" + time);
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(json(last).get(1).path("flow").path("values")).hasSize(40_000);
    }

    @Test
    void aQueryInABodyAsksTheSame() {
        HttpResponse<String> response = plant.post(
                "/temporal/entityOperations/query?options=temporalValues",
                """
                {"type": "Query", "entities": [{"type": "Pump"}], "attrs": ["flow"],
                 "temporalQ": {"timerel": "before", "timeAt": "2026-11-20T10:00:02Z"}}""");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).get(0).path("flow").path("values")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/temporal/entities?type=Pump, 400",
        "/temporal/entities?type=Pump&timerel=before, 400",
        "/temporal/entities?type=Pump&timerel=since&timeAt=2026-11-20T10:00:00Z, 400",
        "/temporal/entities?type=Pump&timerel=between&timeAt=2026-11-20T10:00:00Z, 400",
        "/temporal/entities?type=Pump&timerel=between&timeAt=2026-11-20T10:00:00Z&endTimeAt=2020-11-20T10:00:00Z, 400",
        "/temporal/entities?type=Pump&timerel=before&timeAt=yesterday, 400",
        "/temporal/entities?type=Pump&timerel=before&timeAt=9999-11-20T10:00:00Z, 400",
        "/temporal/entities?type=Pump&timerel=before&timeAt=2026-11-20T10:00:00Z&timeproperty=modifiedAt, 422",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?lastN=0, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?lastN=100000000, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?options=aggregatedValues, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?options=aggregatedValues&aggrMethods=mode, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?options=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=P1M, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?options=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=PT0.000001S, 403",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?aggrMethods=avg, 400",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-1?attrs=colour, 404",
        "/temporal/entities/urn:ngsi-ld:Pump:pump-9, 404",
    })
    void aBadQuestionGetsAProblem(String path, int status) {
        HttpResponse<String> response = plant.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("detail").asText()).isNotBlank();
    }
}
