// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.pipeline.Plant;
import io.ganglion.pipeline.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class InsightJsonTest {

    private final InsightJson json = new InsightJson();

    private JsonNode write(long time, Condition verdict, double score, double threshold, double... errors)
            throws Exception {
        Observation observation = new Observation(
                Plant.GAUGE, "pump-\"7\"", "urn:ngsi-ld:Gauge:pump-7", time, time, new double[2], 3, List.of());
        ModelId model = new ModelId("gauge-anomaly", Version.parseVersion("1.2.0.rc1"));
        JsonNode body = new ObjectMapper()
                .readTree(json.body(new Insight(observation, verdict, score, threshold, errors, model)));
        Schema.of("insight").verify(body);
        return body;
    }

    @Test
    void namesDeviceModelAndGreatestContributions() throws Exception {
        JsonNode body = write(0, Condition.ANOMALOUS, 7.25, 3, 1, 3);
        assertThat(body.get("device").asText()).isEqualTo("pump-\"7\"");
        assertThat(body.get("verdict").asText()).isEqualTo("anomalous");
        assertThat(body.get("score").doubleValue()).isEqualTo(7.25);
        assertThat(body.get("modelVersion").asText()).isEqualTo("1.2.0.rc1");
        assertThat(body.get("contributions").toString())
                .isEqualTo("[{\"attribute\":\"twice\",\"share\":0.75},{\"attribute\":\"level\",\"share\":0.25}]");
    }

    @Test
    void thresholdIsNullWhileCommissioning_andNothingContributes() throws Exception {
        JsonNode body = write(0, Condition.COMMISSIONING, 0, Double.NaN, 0, 0);
        assertThat(body.get("threshold").isNull()).isTrue();
        assertThat(body.get("contributions")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1.0", "9999, 1, 0.9999", "1, 9999, 0.9999", "2, 1, 0.6667", "99999, 1, 1.0", "1, 1, 0.5"})
    void shareHasFourDecimals(double first, double second, double greatest) throws Exception {
        JsonNode body = write(0, Condition.NORMAL, 1, 2, first, second);
        assertThat(body.get("contributions").get(0).get("share").doubleValue()).isEqualTo(greatest);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000000000000, 2023-11-14T22:13:20Z",
        "1700000000125000000, 2023-11-14T22:13:20.125Z",
        "1700000000000125000, 2023-11-14T22:13:20.000125Z",
        "1700000000000000001, 2023-11-14T22:13:20.000000001Z",
        "-1, 1969-12-31T23:59:59.999999999Z"
    })
    void timeIsRfc3339(long nanos, String expected) throws Exception {
        write(5_000_000_000L, Condition.NORMAL, 1, 2, 0, 0);
        assertThat(write(nanos, Condition.NORMAL, 1, 2, 0, 0).get("time").asText())
                .isEqualTo(expected);
    }
}
