// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static io.ganglion.store.Pumps.SECOND;
import static io.ganglion.store.Pumps.START;
import static io.ganglion.store.Pumps.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.api.series.Journal.Reader;
import io.ganglion.store.write.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir
    Path folder;

    private static void keepADay(Shop shop, int day) throws Exception {
        shop.keep(row("p", START + day * 86_400 * SECOND, day, day));
        shop.round();
        shop.pass(Duration.ofDays(1));
    }

    @Test
    void whatWasKeptLongerAgoThanTheRetentionGoes_andTheDeviceWithIt() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("gone", START, 1, 1));
            for (int day = 0; day < 60; day++) {
                keepADay(shop, day);
            }
            // The last 30, as fine as chunks are merged: by eight.
            assertThat(shop.all("p").size()).isBetween(30, 30 + 64);
            assertThat(shop.all("p").size()).isLessThan(60);
            assertThat(shop.store.find("gone")).isEmpty();
            assertThat(shop.store.latest("Pump", "gone")).isEmpty();
            shop.keep(row("gone", START, 1, 1));
            assertThat(shop.all("gone").size()).isEqualTo(1);
        }
    }

    @Test
    void aRowOfLastYearThatArrivesToday_isNew() throws Exception {
        try (Shop shop = new Shop(folder)) {
            keepADay(shop, -365);
            keepADay(shop, 0);
            assertThat(shop.all("p").size()).isEqualTo(2);
        }
    }

    @Test
    void aClockThatJumpsTenYearsAhead_wipesNothing_andBackAgainNeither() throws Exception {
        try (Shop shop = new Shop(folder)) {
            for (int day = 0; day < 20; day++) {
                keepADay(shop, day);
            }
            long right = shop.millis.get();
            shop.millis.addAndGet(Duration.ofDays(3_650).toMillis());
            keepADay(shop, 20);
            shop.nanos.addAndGet(Duration.ofHours(1).toNanos());
            shop.round();
            shop.restart();
            shop.round();
            assertThat(shop.all("p").size()).isEqualTo(21);
            shop.millis.set(right - Duration.ofDays(365).toMillis());
            keepADay(shop, 21);
            shop.millis.set(right);
            keepADay(shop, 22);
            assertThat(shop.all("p").size()).isEqualTo(23);
        }
    }

    @Test
    void beyondItsSize_theOldestRowsGo_andTheFileStaysBelow() throws Exception {
        Bounds bounds = new Bounds(100_000, 64 << 20, 1_000_000, Duration.ofDays(30), 1 << 20, 1 << 19, 0, true);
        SplittableRandom random = new SplittableRandom(1);
        try (Shop shop = new Shop(folder, bounds)) {
            long time = START;
            for (int step = 0; step < 60; step++) {
                List<Observation> rows = new ArrayList<>();
                for (int i = 0; i < 4_096; i++) {
                    time += SECOND;
                    rows.add(row("p", time, random.nextDouble(), random.nextInt(1_000) / 10.0));
                }
                shop.keep(rows, List.of());
                shop.round();
            }
            var rows = shop.all("p", "flow");
            assertThat(rows.size()).isBetween(20_000, 200_000);
            assertThat(rows.times()[rows.size() - 1]).isEqualTo(time);
            assertThat(rows.times()[rows.size() - 1] - rows.times()[0]).isEqualTo((rows.size() - 1) * SECOND);
        }
    }

    @Test
    void pastTheRetention_theJournalStillHasIt_untilItIsAcknowledged() throws Exception {
        try (Shop shop = new Shop(folder)) {
            Reader reader = shop.store.open("away");
            for (int day = 0; day < 70; day++) {
                keepADay(shop, day);
            }
            assertThat(shop.all("p").size()).isLessThan(70);
            assertThat(reader.read(Kind.OBSERVATION, 0, 100)).hasSize(70);
            reader.acknowledge(Kind.OBSERVATION, 70);
            shop.round();
            assertThat(reader.read(Kind.OBSERVATION, 0, 100)).isEmpty();
        }
    }
}
