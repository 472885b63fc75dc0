// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.SeriesQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceRoutesTest {

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(desk.get(path).body());
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    @Test
    void theWorstComeFirst_andWhoMissedThreeReportsIsSilent() throws Exception {
        JsonNode devices = json("/devices");
        assertThat(texts(devices.path("items"), "name")).containsExactly("pump-2", "pump-3", "pump-1");
        assertThat(texts(devices.path("items"), "condition")).containsExactly("anomalous", "silent", "normal");
        assertThat(devices.at("/items/0/alert").asText()).isEqualTo("A-1");
    }

    @Test
    void ofAThousandDevices_aPageIsShown_andHowManyThereAre() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            desk.workshop.devices.add(Workshop.device("fan-" + i, Condition.NORMAL, i / 1_000.0, Workshop.NOW));
        }
        JsonNode page = json("/devices?q=FAN&limit=10&offset=5");
        assertThat(page.path("total").asInt()).isEqualTo(1_000);
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(texts(page.path("items"), "name")).hasSize(10).first().isEqualTo("fan-994");
        assertThat(json("/overview").at("/devices/total").asInt()).isEqualTo(1_003);
    }

    @Test
    void anUnknownDevice_bringsThoseThatMayBeMeant() throws Exception {
        assertThat(json("/devices/pump-22").path("detail").asText()).contains("pump-2");
    }

    @Test
    void oneDevice_hasItsContractItsValuesAndItsEpisode() throws Exception {
        JsonNode device = json("/devices/pump-2");
        assertThat(device.at("/contract/attributes/0/unitCode").asText()).isEqualTo("AMP");
        assertThat(device.at("/contract/expectedPeriodSeconds").asDouble()).isEqualTo(1);
        assertThat(device.at("/last/values/motorCurrent").asDouble()).isEqualTo(1.3);
        assertThat(device.at("/last/values").has("flow")).as("there is none").isFalse();
        assertThat(device.at("/insight/contributions/0/attribute").asText()).isEqualTo("motorCurrent");
        assertThat(device.at("/alert/severity").asText()).isEqualTo("high");
        assertThat(device.at("/model/engine").asText()).isEqualTo("compiled");
    }

    @Test
    void oneAttributeIsThinnedToKeepItsPicture_severalByMeanOnOneGrid() throws Exception {
        JsonNode one = json("/devices/pump-2/series?attributes=flow&points=40");
        assertThat(one.path("times")).hasSize(40);
        assertThat(one.at("/values/0/10").isNull()).as("a gap stays one").isTrue();
        json("/devices/pump-2/series?envelope=true");
        assertThat(desk.workshop.asked)
                .extracting(SeriesQuery::thinning)
                .containsExactly(
                        SeriesQuery.Thinning.LTTB,
                        SeriesQuery.Thinning.MEAN,
                        SeriesQuery.Thinning.MINIMUM,
                        SeriesQuery.Thinning.MAXIMUM);
    }

    @Test
    void whenJudgementsAreThinned_theAlarmStays() throws Exception {
        JsonNode insights = json("/devices/pump-2/insights?limit=50");
        assertThat(insights.path("times")).hasSize(50);
        List<String> verdicts = new ArrayList<>();
        insights.path("verdicts").forEach(one -> verdicts.add(one.asText()));
        assertThat(verdicts).contains("anomalous", "commissioning");
        assertThat(insights.at("/thresholds/0").isNull())
                .as("none while commissioning")
                .isTrue();
    }
}
