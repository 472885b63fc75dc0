// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static io.ganglion.store.Pumps.PUMP_NEXT;
import static io.ganglion.store.Pumps.SECOND;
import static io.ganglion.store.Pumps.START;
import static io.ganglion.store.Pumps.insight;
import static io.ganglion.store.Pumps.replayed;
import static io.ganglion.store.Pumps.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomRowsComeBackToTheBit_whateverWasSealedMergedOrRestartedInBetween(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<String, List<Observation>> kept = new TreeMap<>();
        try (Shop shop = new Shop(folder)) {
            for (int step = 0; step < 60; step++) {
                List<Observation> batch = new ArrayList<>();
                for (int i = 0; i < random.nextInt(1, 200); i++) {
                    batch.add(any(random, kept));
                }
                shop.keep(batch, List.of());
                batch.forEach(one -> kept.computeIfAbsent(one.device(), any -> new ArrayList<>())
                        .add(one));
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> shop.round();
                    case 3 -> shop.restart();
                    default -> {}
                }
                if (step % 10 == 9) {
                    kept.forEach((device, rows) -> assertSame(shop.all(device, "flow", "motorCurrent"), rows));
                }
            }
            assertThat(shop.store.status().rows())
                    .isEqualTo(kept.values().stream().mapToInt(List::size).sum());
        }
    }

    /** Any device and time near the others, never twice the same: duplicates have a test of their own. */
    private static Observation any(SplittableRandom random, TreeMap<String, List<Observation>> kept) {
        String device = "pump-" + random.nextInt(3);
        long count = kept.values().stream().mapToLong(List::size).sum();
        long time = START
                + count * SECOND
                + (random.nextInt(10) == 0 ? random.nextLong(-500 * SECOND, 0) : random.nextLong(SECOND));
        Observation row = random.nextInt(5) == 0
                ? row(PUMP_NEXT, device, time, "hand", Pumps.value(random), random.nextDouble(), Pumps.value(random))
                : row(device, time, random.nextInt(100_000) / 1e3, Pumps.value(random));
        return random.nextInt(7) == 0 ? replayed(row) : row;
    }

    private static void assertSame(Rows found, List<Observation> kept) {
        List<Observation> sorted = new ArrayList<>(kept);
        sorted.sort(Comparator.comparingLong(Observation::time));
        assertThat(found.size()).isEqualTo(sorted.size());
        for (int i = 0; i < found.size(); i++) {
            Observation row = sorted.get(i);
            assertThat(found.times()[i]).isEqualTo(row.time());
            assertThat(found.replayed()[i]).isEqualTo(row.replayed());
            assertThat(Double.doubleToLongBits(found.values()[i][0]))
                    .isEqualTo(
                            Double.doubleToLongBits(row.values()[row.contract().column("flow")]));
            assertThat(Double.doubleToLongBits(found.values()[i][1]))
                    .isEqualTo(
                            Double.doubleToLongBits(row.values()[row.contract().column("motorCurrent")]));
        }
    }

    @Test
    void aRangeIsHalfOpen_andTheNewestComeOldestFirst() throws Exception {
        try (Shop shop = new Shop(folder)) {
            for (int i = 0; i < 10; i++) {
                shop.keep(row("p", START + i, i, i));
                if (i == 5) {
                    shop.round();
                }
            }
            assertThat(values(shop, START + 2, START + 7, Thinning.OLDEST, 100)).containsExactly(2, 3, 4, 5, 6);
            assertThat(values(shop, START, START + 100, Thinning.NEWEST, 3)).containsExactly(7, 8, 9);
            assertThat(values(shop, START, START + 100, Thinning.OLDEST, 3)).containsExactly(0, 1, 2);
            assertThat(values(shop, START, START, Thinning.OLDEST, 3)).isEmpty();
            assertThat(shop.store
                            .query(new SeriesQuery(
                                    "Pump", "p", List.of("flow"), START, START + 10, Thinning.NEWEST, 10))
                            .more())
                    .isFalse();
        }
    }

    private static double[] values(Shop shop, long from, long to, Thinning thinning, int limit) {
        Rows rows = shop.store.query(new SeriesQuery("Pump", "p", List.of("flow"), from, to, thinning, limit));
        return java.util.Arrays.stream(rows.values()).mapToDouble(row -> row[0]).toArray();
    }

    @Test
    void slicesTakeTheLeastTheGreatestAndTheMean_andLeaveGapsOut() throws Exception {
        try (Shop shop = new Shop(folder)) {
            double[] flow = {4, 2, Double.NaN, 6, 8, 10};
            for (int i = 0; i < flow.length; i++) {
                shop.keep(row("p", START + i, 1, flow[i]));
            }
            assertThat(values(shop, START, START + 6, Thinning.MINIMUM, 2)).containsExactly(2, 6);
            assertThat(values(shop, START, START + 6, Thinning.MAXIMUM, 2)).containsExactly(4, 10);
            assertThat(values(shop, START, START + 6, Thinning.MEAN, 2)).containsExactly(3, 8);
            assertThat(values(shop, START, START + 60, Thinning.MEAN, 2)).containsExactly(6);
            assertThat(values(shop, Long.MIN_VALUE, Long.MAX_VALUE, Thinning.MEAN, 1))
                    .containsExactly(6);
            assertThat(values(shop, START, START + 6, Thinning.MEAN, 100)).containsExactly(flow);
        }
    }

    @Test
    void anUnknownAttribute_isAnsweredWithTheNearOnes() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 2));
            assertThatThrownBy(() -> shop.all("p", "flwo"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no version of Pump has the attribute flwo. Near: flow");
            assertThat(shop.all("nobody", "flow").size()).isZero();
        }
    }

    @Test
    void theLatestValueOfEachAttribute_mayBeOfAnOlderRow() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 2));
            shop.keep(row("p", START + 2, 3, Double.NaN));
            shop.round();
            shop.keep(row("p", START + 1, 9, 9));
            for (int i = 0; i < 2; i++) {
                Rows latest = shop.store.latest("Pump", "p").orElseThrow();
                assertThat(latest.times()).containsExactly(START + 2);
                assertThat(latest.attributes()).containsExactly("motorCurrent", "flow");
                assertThat(latest.values()[0]).containsExactly(3, 9);
                shop.restart();
            }
            assertThat(shop.store.latest("Pump", "q")).isEmpty();
        }
    }

    @Test
    void anEntityKnowsItsContractItsRangeAndItsRows_afterTheContractIsGone() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 2), row("q", START, 1, 2));
            shop.round();
            shop.keep(row(PUMP_NEXT, "p", START + 5, "auto", 1, 2, 3));
            shop.restart();
            Entity entity = shop.store.find("urn:ngsi-ld:Pump:p").orElseThrow();
            assertThat(entity).isEqualTo(shop.store.find("p").orElseThrow());
            assertThat(entity.contract()).isEqualTo(PUMP_NEXT);
            assertThat(entity.first()).isEqualTo(START);
            assertThat(entity.last()).isEqualTo(START + 5);
            assertThat(entity.rows()).isEqualTo(2);
            assertThat(shop.store.entities()).extracting(Entity::device).containsExactly("p", "q");
            assertThat(shop.all("p").attributes()).containsExactly("dischargePressure", "motorCurrent", "flow");
        }
    }

    @Test
    void exactDuplicatesAreDropped_hotSealedAndAfterARestart_andWhatDiffersIsKept() throws Exception {
        try (Shop shop = new Shop(folder)) {
            Observation first = row("p", START, 1, 2);
            shop.keep(first, first, row("p", START + 1, 1, 2));
            assertThat(shop.store.status().duplicates()).isEqualTo(1);
            shop.restart();
            shop.keep(first, replayed(first));
            assertThat(shop.store.status().duplicates()).isEqualTo(3);
            shop.round();
            shop.keep(first);
            assertThat(shop.store.status().duplicates()).isEqualTo(4);
            shop.restart();
            shop.keep(first);
            assertThat(shop.store.status().duplicates()).isEqualTo(5);
            // Same time, another value; another text; another version.
            shop.keep(
                    row("p", START, 1, 3),
                    row(Pumps.PUMP, "p", START, "hand", 1, 2),
                    row(Pumps.contract("1.0.1", "motorCurrent", "flow"), "p", START, "auto", 1, 2));
            assertThat(shop.all("p", "flow").size()).isEqualTo(5);
            assertThat(shop.store.status().duplicates()).isEqualTo(5);
        }
    }

    @Test
    void ofTwoValuesOfOneTime_bothAreThere_andTheLaterOneIsTheLatest() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 2));
            shop.round();
            shop.keep(row("p", START, 1, 3));
            assertThat(values(shop, START, START + 1, Thinning.OLDEST, 9)).containsExactly(2, 3);
            shop.round();
            assertThat(values(shop, START, START + 1, Thinning.OLDEST, 9)).containsExactly(2, 3);
            assertThat(values(shop, START, START + 1, Thinning.NEWEST, 9)).containsExactly(2, 3);
            assertThat(shop.store.latest("Pump", "p").orElseThrow().values()[0][1])
                    .isEqualTo(3);
        }
    }

    @Test
    void whatWasThoughtOfADevice_isThereOverTime() throws Exception {
        try (Shop shop = new Shop(folder)) {
            for (int i = 0; i < 20; i++) {
                Observation row = row("p", START + i, i, i);
                shop.keep(List.of(row), List.of(insight(row, i)));
                if (i % 7 == 6) {
                    shop.round();
                }
            }
            shop.restart();
            var judgements = shop.store.judgements("Pump", "p", START, START + 18, 16);
            assertThat(judgements).hasSize(16);
            assertThat(judgements.get(0).score()).isEqualTo(2);
            assertThat(judgements.get(0).verdict()).isEqualTo(Condition.COMMISSIONING);
            assertThat(judgements.get(0).threshold()).isNaN();
            assertThat(judgements.get(15).score()).isEqualTo(17);
            assertThat(judgements.get(15).model()).hasToString("pump-anomaly@1.0.0");
        }
    }
}
