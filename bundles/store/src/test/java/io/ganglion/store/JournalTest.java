// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static io.ganglion.store.Pumps.PUMP_NEXT;
import static io.ganglion.store.Pumps.START;
import static io.ganglion.store.Pumps.insight;
import static io.ganglion.store.Pumps.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Journal.Entry;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.api.series.Journal.Reader;
import io.ganglion.store.write.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void anEntryIsWhatWasKept_toTheLastField() throws Exception {
        try (Shop shop = new Shop(folder)) {
            Reader reader = shop.store.open("upstream");
            Observation plain = row("p", START, 1, 2);
            Observation odd = new Observation(
                    PUMP_NEXT,
                    "q",
                    "urn:other:q",
                    START - 7,
                    START + 9,
                    new double[] {1, Double.NaN, -0.0},
                    5,
                    List.of("hand"),
                    true);
            Insight insight = insight(odd, 1.5);
            shop.keep(List.of(plain, odd), List.of(insight));
            for (int i = 0; i < 2; i++) {
                List<Entry> entries = reader.read(Kind.OBSERVATION, 0, 10);
                assertThat(entries).extracting(Entry::position).containsExactly(1L, 2L);
                assertSame(entries.get(0).observation(), plain);
                assertSame(entries.get(1).observation(), odd);
                Insight read = reader.read(Kind.INSIGHT, 0, 10).get(0).insight().orElseThrow();
                assertSame(read.observation(), odd);
                assertThat(read.verdict()).isEqualTo(insight.verdict());
                assertThat(read.score()).isEqualTo(insight.score());
                assertThat(read.threshold()).isNaN();
                assertThat(read.errors()).containsExactly(insight.errors());
                assertThat(read.model()).isEqualTo(insight.model());
                shop.round();
                shop.restart();
                reader = shop.store.open("upstream");
            }
        }
    }

    private static void assertSame(Observation found, Observation kept) {
        assertThat(found.values()).containsExactly(kept.values());
        // A record's arrays are equal only where they are the same one.
        assertThat(new Observation(
                        found.contract(),
                        found.device(),
                        found.entity(),
                        found.time(),
                        found.receivedAt(),
                        kept.values(),
                        found.good(),
                        found.texts(),
                        found.replayed()))
                .isEqualTo(kept);
    }

    @Test
    void whatIsNotAcknowledgedStays_sealedOrNot_andWhatIsAcknowledgedByAllGoes() throws Exception {
        try (Shop shop = new Shop(folder)) {
            Reader slow = shop.store.open("slow");
            Reader fast = shop.store.open("fast");
            for (int i = 0; i < 30; i++) {
                shop.keep(row("p", START + i, i, i));
            }
            shop.round();
            assertThat(slow.read(Kind.OBSERVATION, slow.acknowledged(Kind.OBSERVATION), 100))
                    .hasSize(30);
            fast.acknowledge(Kind.OBSERVATION, 30);
            slow.acknowledge(Kind.OBSERVATION, 10);
            shop.restart();
            shop.round();
            slow = shop.store.open("slow");
            assertThat(slow.acknowledged(Kind.OBSERVATION)).isEqualTo(10);
            assertThat(slow.read(Kind.OBSERVATION, 10, 5))
                    .extracting(Entry::position)
                    .containsExactly(11L, 12L, 13L, 14L, 15L);
            assertThat(slow.read(Kind.OBSERVATION, 0, 1))
                    .extracting(Entry::position)
                    .containsExactly(11L);
            assertThat(slow.backlog(Kind.OBSERVATION).waiting()).isEqualTo(20);
            assertThat(slow.backlog(Kind.OBSERVATION).oldest()).isPresent();
            assertThat(shop.store.open("fast").backlog(Kind.OBSERVATION).waiting())
                    .isZero();
            assertThat(shop.store.destinations()).contains("slow");
            shop.store.forget("slow");
            assertThat(shop.store.destinations()).doesNotContain("slow");
            shop.round();
            assertThat(shop.store.open("fast").read(Kind.OBSERVATION, 0, 100)).isEmpty();
            assertThat(shop.all("p").size()).isEqualTo(30);
        }
    }

    @Test
    void aNewDestinationBeginsAtTheEnd_andPositionsAreNeverUsedTwice() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 1), row("p", START + 1, 1, 1));
            shop.round();
            shop.restart();
            Reader reader = shop.store.open("late");
            assertThat(reader.acknowledged(Kind.OBSERVATION)).isEqualTo(2);
            shop.keep(row("p", START + 2, 1, 1));
            assertThat(reader.read(Kind.OBSERVATION, 2, 10))
                    .extracting(Entry::position)
                    .containsExactly(3L);
            assertThatThrownBy(() -> reader.acknowledge(Kind.OBSERVATION, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("position=4 end=3");
            Reader second = shop.store.open("late");
            assertThatThrownBy(() -> reader.read(Kind.OBSERVATION, 0, 1)).hasMessageContaining("Open it again");
            second.acknowledge(Kind.OBSERVATION, 3);
            second.acknowledge(Kind.OBSERVATION, 1);
            assertThat(second.acknowledged(Kind.OBSERVATION)).isEqualTo(3);
        }
    }

    @Test
    void beyondTheBacklogsShare_observationsGoBeforeInsights_oldestFirst_andAreCounted() throws Exception {
        Bounds bounds = new Bounds(10_000, 8 << 20, 1_000_000, Duration.ofDays(30), 64 << 20, 1 << 16, 0, true);
        try (Shop shop = new Shop(folder, bounds)) {
            Reader reader = shop.store.open("away");
            for (int block = 0; block < 40; block++) {
                List<Observation> rows = new ArrayList<>();
                List<Insight> insights = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    rows.add(row("p", START + 100 * block + i, i, i));
                }
                insights.add(insight(rows.get(0), 4));
                shop.keep(rows, insights);
            }
            shop.round();
            long lost = reader.backlog(Kind.OBSERVATION).lost();
            assertThat(lost).isPositive().isLessThan(4_000);
            assertThat(reader.backlog(Kind.INSIGHT).lost()).isZero();
            assertThat(reader.backlog(Kind.OBSERVATION).waiting()).isEqualTo(4_000 - lost);
            assertThat(reader.read(Kind.OBSERVATION, 0, 1).get(0).position()).isEqualTo(lost + 1);
            assertThat(reader.read(Kind.INSIGHT, 0, 100)).hasSize(40);
            shop.restart();
            Reader again = shop.store.open("away");
            assertThat(again.backlog(Kind.OBSERVATION).lost()).isEqualTo(lost);
            assertThat(again.backlog(Kind.OBSERVATION).waiting()).isEqualTo(4_000 - lost);
            assertThat(shop.all("p").size()).isEqualTo(4_000);
        }
    }

    @Test
    void aDuplicateIsNoEntry_butEveryInsightIs() throws Exception {
        try (Shop shop = new Shop(folder)) {
            Reader reader = shop.store.open("up");
            Observation row = row("p", START, 1, 2);
            shop.keep(List.of(row), List.of(insight(row, 1)));
            shop.keep(List.of(row), List.of(insight(row, 1)));
            assertThat(reader.read(Kind.OBSERVATION, 0, 9)).hasSize(1);
            assertThat(reader.read(Kind.INSIGHT, 0, 9)).hasSize(2);
            shop.restart();
            assertThat(shop.store.judgements("Pump", "p", 0, Long.MAX_VALUE, 9)).hasSize(1);
        }
    }
}
