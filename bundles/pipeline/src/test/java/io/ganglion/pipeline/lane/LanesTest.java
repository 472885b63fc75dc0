// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.pipeline.Plant;
import org.junit.jupiter.api.Test;

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
}
