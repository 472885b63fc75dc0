// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.flow.FlowCounters;
import io.ganglion.pipeline.lane.Fittings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptRowsTest extends KeptRoad {

    @Test
    void keeperGetsTheInsightsThatAreDue_withAndWithoutAnOutlet() {
        start(1);
        Chest chest = new Chest("chest");
        chest.prompt = true;
        fit(List.of(), chest);
        List.of("1", "2", "200", "201", "3").forEach(body -> send("pump-1", body));
        await().until(() -> acknowledged.get() == 5);
        assertThat(chest.insights).containsExactly(1.0, 200.0, 3.0);
        Plant.Board board = new Plant.Board();
        fit(List.of(board), chest);
        send("pump-1", "4");
        await().until(() -> acknowledged.get() == 6);
        assertThat(chest.insights).hasSize(3);
        // It was due while nobody listened, so that who comes hears at once what is thought.
        assertThat(board.on("ganglion/plant1/insight/"))
                .singleElement()
                .asString()
                .contains("\"score\":4.0");
        send("pump-1", "300");
        await().until(() -> acknowledged.get() == 7);
        board.refuses = true;
        send("pump-1", "5");
        await().until(() -> acknowledged.get() == 8);
        assertThat(chest.insights).endsWith(300.0, 5.0);
    }

    @Test
    void insightIsPublishedAtOnce_notWhenItIsKept() {
        start(1);
        Chest chest = new Chest("chest");
        Plant.Board board = new Plant.Board();
        fit(List.of(board), chest);
        send("pump-1", "1");
        await().until(() -> board.messages.size() == 1);
        assertThat(acknowledged).hasValue(0);
        chest.keepAll();
        await().until(() -> acknowledged.get() == 1);
    }

    @Test
    void everyRowOfAPayloadIsLookedAtInOrder_andThePayloadIsAnsweredOnce() {
        start(1);
        Chest chest = new Chest("chest");
        chest.prompt = true;
        fit(List.of(), chest);
        String many = IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        send("pump-1", many);
        send("pump-1", "1000,1001");
        send("pump-1", "1002");
        await().until(() -> acknowledged.get() == 3);
        List<Double> expected =
                IntStream.range(0, 1_003).mapToObj(i -> (double) i).toList();
        assertThat(levels(chest.observations)).isEqualTo(expected);
        assertThat(levels(List.copyOf(gauge.taken))).isEqualTo(expected);
        assertThat(chest.batches).contains(1_000);
        assertThat(road.counters()).isEqualTo(new FlowCounters(3, 3, 0, 0, 0, 1_003, 0, 1_003, 0));
        assertThat(road.road.list().get(0).accepted()).isEqualTo(3);
    }

    @Test
    void batchOfLongPayloadsIsHandedOverInParts_soThatNoKeeperGetsAllAtOnce() {
        start(1);
        fit(List.of());
        Chest chest = new Chest("chest");
        String forty = IntStream.range(0, 40).mapToObj(Integer::toString).collect(Collectors.joining(","));
        // They queue while nobody decodes, and are taken as one batch.
        road.fit(new Fittings(Optional.empty(), List.of(), List.of(), List.of()));
        for (int i = 0; i < 30; i++) {
            send("pump-1", forty);
        }
        fit(List.of(), chest);
        // A partition's room is 256 rows: it stops there until something is kept.
        await().until(() -> chest.rows() == 7 * 40);
        assertThat(chest.batches).containsOnly(40);
        chest.prompt = true;
        chest.keepAll();
        await().until(() -> acknowledged.get() == 30);
        assertThat(chest.rows()).isEqualTo(30 * 40);
    }
}
