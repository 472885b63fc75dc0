// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.console.rest.Plant.Condition;
import io.ganglion.console.rest.Plant.DeviceRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceChangesTest {

    private final DeviceChanges changes = new DeviceChanges();

    private static DeviceRow row(int number, Condition condition, double score, int second) {
        return new DeviceRow(
                "pump-" + number,
                "Pump",
                condition,
                score,
                1,
                Instant.ofEpochSecond(second),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "mqtt");
    }

    private List<DeviceChanges.Change> at(int second, DeviceRow... rows) {
        return changes.since(List.of(rows), second * 1_000L);
    }

    @Test
    void whatStaysAsItWas_isToldOnce() {
        assertThat(at(0, row(1, Condition.NORMAL, 0.40, 0))).hasSize(1);
        assertThat(at(1, row(1, Condition.NORMAL, 0.45, 1))).isEmpty();
        assertThat(at(2, row(1, Condition.NORMAL, 0.51, 2)))
                .as("a tenth of the threshold")
                .hasSize(1);
        assertThat(at(3, row(1, Condition.ANOMALOUS, 0.52, 3))).hasSize(1);
        assertThat(at(13, row(1, Condition.ANOMALOUS, 0.52, 13)))
                .as("seen again, ten seconds on")
                .hasSize(1);
        assertThat(at(99, row(1, Condition.ANOMALOUS, 0.52, 13)))
                .as("not seen again")
                .isEmpty();
    }

    @Test
    void whenAllMoveAtOnce_theirNumberIsBounded_butATurnIsAlwaysTold() {
        changes.since(
                IntStream.range(0, 1_000)
                        .mapToObj(i -> row(i, Condition.NORMAL, 0, 0))
                        .toList(),
                0);
        List<DeviceRow> moved = IntStream.range(0, 1_000)
                .mapToObj(i -> row(i, i == 999 ? Condition.ANOMALOUS : Condition.NORMAL, 0.5, 1))
                .toList();
        assertThat(changes.since(moved, 1_000))
                .hasSize(201)
                .extracting(DeviceChanges.Change::name)
                .contains("pump-999");
    }
}
