// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.model.Insight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeeperTest extends KeptRoad {

    @Test
    void senderIsAnswered_whenEveryKeeperHasKept_notBefore() {
        start(1);
        Chest slow = new Chest("slow");
        Chest fast = new Chest("fast");
        fast.prompt = true;
        fit(List.of(), slow, fast);
        send("pump-1", "1");
        await().until(() -> slow.rows() == 1 && fast.rows() == 1);
        assertThat(acknowledged).hasValue(0);
        assertThat(road.counters()).isEqualTo(new FlowCounters(1, 0, 0, 1, 0, 1, 0, 0, 0));
        slow.keepAll();
        await().until(() -> acknowledged.get() == 1);
        assertThat(road.counters()).isEqualTo(new FlowCounters(1, 1, 0, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void partitionDoesNotWaitForTheDisk_andAnswersInOrder_howeverLateTheFirstIsKept() {
        start(1);
        Chest chest = new Chest("chest");
        fit(List.of(), chest);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String body = Integer.toString(i);
            road.road.offer(Plant.payload("pump-1", body), () -> {
                answers.add(body);
                acknowledged.incrementAndGet();
            });
            int rows = i + 1;
            await().until(() -> chest.rows() == rows);
        }
        List<Runnable> kept = new ArrayList<>(chest.unkept);
        kept.get(2).run();
        kept.get(1).run();
        assertThat(acknowledged).hasValue(0);
        kept.get(0).run();
        await().until(() -> acknowledged.get() == 3);
        assertThat(answers).containsExactly("0", "1", "2");
    }

    @Test
    void keeperThatRefusesIsOfferedTheSameBatchAgain_andNobodyElseIs_andNothingIsScoredTwice() {
        start(1);
        Chest full = new Chest("full");
        Chest sound = new Chest("sound");
        sound.prompt = true;
        full.prompt = true;
        full.refuses = true;
        fit(List.of(), full, sound);
        send("pump-1", "0");
        await().until(() -> sound.rows() == 1);
        int taken = 1;
        while (road.road.offer(Plant.payload("pump-1", Integer.toString(taken)), acknowledged::incrementAndGet)) {
            taken++;
        }
        assertThat(taken).isEqualTo(256);
        assertThat(road.counters().inFlight()).isEqualTo(256);
        assertThat(sound.rows()).isEqualTo(1);
        assertThat(road.trouble()).contains("full has no room");
        full.refuses = false;
        await().until(() -> acknowledged.get() == 256);
        assertThat(levels(full.observations))
                .isEqualTo(levels(sound.observations))
                .hasSize(256)
                .isSorted();
        assertThat(gauge.taken).hasSize(256);
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void keeperThatThrowsHasNotKept() {
        start(1);
        Chest chest = new Chest("chest") {
            private boolean thrown;

            @Override
            public synchronized boolean keep(List<Observation> rows, List<Insight> due, Runnable kept) {
                if (!thrown) {
                    thrown = true;
                    throw new NoClassDefFoundError("gone with its bundle");
                }
                return super.keep(rows, due, kept);
            }
        };
        chest.prompt = true;
        fit(List.of(), chest);
        send("pump-1", "1");
        await().until(() -> acknowledged.get() == 1);
        assertThat(chest.rows()).isEqualTo(1);
        assertThat(road.trouble()).contains("keeper chest failed 1 times").contains("gone with its bundle");
    }

    @Test
    void whatAKeeperThatWentHadNotKept_isOfferedToTheNextOfItsName_inOrder_beforeAnythingElse() {
        start(1);
        Chest first = new Chest("chest");
        fit(List.of(), first);
        for (int i = 0; i < 3; i++) {
            send("pump-1", Integer.toString(i));
            int rows = i + 1;
            await().until(() -> first.rows() == rows);
        }
        first.unkept.poll().run();
        await().until(() -> acknowledged.get() == 1);
        fit(List.of());
        send("pump-1", "3");
        assertThat(road.trouble()).contains("keeper chest is not there");
        assertThat(road.counters().inFlight()).isEqualTo(3);
        Chest other = new Chest("other");
        Chest next = new Chest("chest");
        other.prompt = true;
        next.prompt = true;
        fit(List.of(), other, next);
        await().until(() -> acknowledged.get() == 4);
        assertThat(levels(next.observations)).containsExactly(1.0, 2.0, 3.0);
        assertThat(levels(other.observations)).containsExactly(3.0);
        assertThat(gauge.taken).hasSize(4);
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void lateWordOfAKeeperThatWent_counts_andTheNodeGoesOnWithoutIt() {
        start(1);
        Chest chest = new Chest("chest");
        fit(List.of(), chest);
        send("pump-1", "0");
        await().until(() -> chest.rows() == 1);
        fit(List.of());
        chest.keepAll();
        await().until(() -> acknowledged.get() == 1);
        assertThat(road.trouble()).isEmpty();
        send("pump-1", "1");
        await().until(() -> acknowledged.get() == 2);
    }

    @Test
    void whileANamedKeeperIsAbsent_payloadsWait_andTheNodeSaysForWhom() {
        start(1, "store");
        fit(List.of());
        send("pump-1", "0");
        assertThat(road.trouble()).contains("keeper store is not there").contains("Start the bundle");
        Chest other = new Chest("other");
        other.prompt = true;
        fit(List.of(), other);
        assertThat(gauge.taken).isEmpty();
        Chest store = new Chest("store");
        store.prompt = true;
        fit(List.of(), other, store);
        await().until(() -> acknowledged.get() == 1);
        fit(List.of(), other);
        send("pump-1", "1");
        assertThat(road.counters().inFlight()).isEqualTo(1);
        fit(List.of(), other, store);
        await().until(() -> acknowledged.get() == 2);
        assertThat(levels(store.observations)).containsExactly(0.0, 1.0);
    }
}
