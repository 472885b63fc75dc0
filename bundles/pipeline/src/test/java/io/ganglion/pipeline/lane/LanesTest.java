// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.pipeline.Plant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class LanesTest {

    private final Lanes lanes = new Lanes(3);

    private Lane accept(String device, int depth, String... bodies) {
        Lane lane = lanes.of("Gauge", device);
        for (String body : bodies) {
            lane.add((Observation) Plant.decode(Plant.payload(device, body)), depth);
            lane.accept();
            lanes.touch(lane);
        }
        return lane;
    }

    private double[] levels(Lane lane) {
        double[] levels = new double[lane.size()];
        for (int age = 0; age < levels.length; age++) {
            levels[age] = lane.get(age).values()[0];
        }
        return levels;
    }

    @Test
    void leastRecentlySeenGoesFirst() {
        accept("a", 1, "1");
        accept("b", 1, "1");
        accept("c", 1, "1");
        accept("a", 1, "1");
        accept("d", 1, "1");
        assertThat(lanes.all()).extracting(lane -> lane.key.device()).containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void inventedNamesPushOutEachOther_notTheDevicesThatSendGoodData() {
        accept("a", 1, "1");
        accept("b", 1, "1");
        for (int i = 0; i < 100; i++) {
            lanes.touch(lanes.of("Gauge", "invented-" + i));
        }
        assertThat(lanes.find("Gauge", "a")).isNotNull();
        assertThat(lanes.find("Gauge", "b")).isNotNull();
        assertThat(lanes.all()).hasSize(3);
    }

    @Test
    void windowHoldsTheLastRows_andKeepsThemWhenItsDepthChanges() {
        assertThat(levels(accept("a", 2, "1", "2", "3"))).containsExactly(3, 2);
        assertThat(levels(accept("a", 4, "4"))).containsExactly(4, 3, 2);
        assertThat(levels(accept("a", 4, "5", "6"))).containsExactly(6, 5, 4, 3);
        assertThat(levels(accept("a", 1, "7"))).containsExactly(7);
        assertThat(levels(accept("a", 3, "8"))).containsExactly(8, 7);
    }

    @Test
    void windowNeverHoldsRowsOfTwoMajors() {
        Lane lane = accept("a", 4, "1", "2", "3");
        lane.add(of("1.7.0", 4), 4);
        assertThat(levels(lane)).as("a minor version goes on").containsExactly(4, 3, 2, 1);
        lane.add(of("2.0.0", 5), 4);
        lane.add(of("2.1.0", 6), 4);
        assertThat(levels(lane)).containsExactly(6, 5);
        lane.add(of("1.7.0", 7), 4);
        assertThat(levels(lane)).containsExactly(7);
    }

    private static Observation of(String version, double level) {
        Contract gauge = new Contract(
                Plant.GAUGE.name(),
                Version.parseVersion(version),
                Plant.GAUGE.entityType(),
                Plant.GAUGE.attributes(),
                Plant.GAUGE.texts(),
                Plant.GAUGE.expectedPeriod());
        double[] values = new double[gauge.attributes().size()];
        values[0] = level;
        return new Observation(gauge, "a", "a", 0, 0, values, 1, List.of());
    }
}
