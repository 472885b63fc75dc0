// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static io.ganglion.store.Pumps.START;
import static io.ganglion.store.Pumps.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.store.write.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {

    @TempDir
    Path folder;

    @Test
    void aFullFile_isATrouble_nothingIsAcknowledged_andItGoesOnByItself() throws Exception {
        Shop shop = new Shop(folder);
        shop.maxPages.set(60);
        shop.restart();
        assertThatItFillsAndGoesOn(shop, () -> shop.maxPages.set(0));
    }

    @Test
    void aFullDisk_isATrouble_nothingIsAcknowledged_andItGoesOnByItself() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()),
                "SKIPPED: a small disk cannot be mounted here (not root?)");
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[4 << 20]);
            Shop shop = new Shop(Files.createDirectory(disk.resolve("store")));
            assertThatItFillsAndGoesOn(shop, () -> delete(ballast));
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertThatItFillsAndGoesOn(Shop shop, Runnable makeRoom) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        AtomicInteger acknowledged = new AtomicInteger();
        int handed = 0;
        try (shop) {
            while (shop.store.trouble().isEmpty()) {
                List<Observation> rows = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    rows.add(row("p", START + handed + i, random.nextDouble(), random.nextDouble()));
                }
                if (shop.store.keep(rows, List.of(), () -> acknowledged.addAndGet(50))) {
                    handed += 50;
                }
                assertThat(handed).as("rows into a small disk").isLessThan(1_000_000);
            }
            assertThat(shop.store.trouble())
                    .contains("no room for")
                    .contains("MB free")
                    .contains("by itself");
            assertThat(shop.store.keep(List.of(row("p", START - 1, 1, 1)), List.of(), () -> {}))
                    .isFalse();
            assertThat(acknowledged.get()).isLessThan(handed);
            assertThat(shop.all("p").size()).isEqualTo(acknowledged.get());
            makeRoom.run();
            await().until(() -> shop.store.trouble().isEmpty());
            int all = handed;
            await().until(() -> acknowledged.get() == all);
            shop.keep(row("p", START - 1, 1, 1));
            shop.restart();
            assertThat(shop.all("p").size()).isEqualTo(handed + 1);
        }
    }

    @Test
    void whereTheDiskIsFullAtStart_itGoesOnByItself_withoutAnybodyComing() throws Exception {
        try (Shop shop = new Shop(folder.resolve("first"))) {
            shop.keep(row("p", START, 1, 1));
        }
        Shop shop = new Shop(folder.resolve("second"), Shop.BOUNDS, 1);
        try (shop) {
            assertThat(shop.store.trouble()).contains("no room for");
            assertThat(shop.store.keep(List.of(row("p", START, 1, 1)), List.of(), () -> {}))
                    .isFalse();
            assertThatThrownBy(shop.store::entities).hasMessageContaining("no room for");
            assertThat(shop.store.status().trouble()).contains("no room for");
            shop.maxPages.set(0);
            await().until(() -> shop.store.trouble().isEmpty());
            shop.keep(row("p", START, 1, 1));
        }
    }

    @Test
    void whereADestinationCannotBeOpened_theNextOneCan_onceThereIsRoom() throws Exception {
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 1));
            shop.maxPages.set(1);
            shop.restart();
            // The file keeps the pages that it has; whatever needs one more is refused.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            shop.store.open("destination-" + "x".repeat(500) + i);
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no room for");
            shop.maxPages.set(0);
            await().until(() -> shop.store.trouble().isEmpty());
            shop.store.open("one more");
        }
    }

    @Test
    void aDamagedFile_isPutAside_andSaidSo_andTheStoreBeginsAnew() throws Exception {
        String epoch;
        try (Shop shop = new Shop(folder)) {
            shop.keep(row("p", START, 1, 1));
            epoch = shop.store.epoch();
        }
        Path file = folder.resolve("history.db");
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
        Files.write(file, bytes);
        try (Shop shop = new Shop(folder)) {
            assertThat(shop.store.status().notice())
                    .contains("put aside")
                    .contains("history.db.damaged-" + shop.millis.get());
            assertThat(shop.store.trouble()).isEmpty();
            assertThat(shop.store.epoch()).isNotEqualTo(epoch).isNotEmpty();
            shop.keep(row("p", START, 1, 1));
            assertThat(shop.all("p").size()).isEqualTo(1);
            Files.delete(folder.resolve("history.db.damaged-" + shop.millis.get()));
            assertThat(shop.store.status().notice()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoDatabase_isPutAside() throws Exception {
        Files.writeString(folder.resolve("history.db"), "not a database".repeat(1_000));
        try (Shop shop = new Shop(folder)) {
            assertThat(shop.store.status().notice()).contains("put aside");
            shop.keep(row("p", START, 1, 1));
        }
    }

    @Test
    void aSecondStoreOnTheSameFile_isRefused_andNamesTheProcess() throws Exception {
        try (Shop shop = new Shop(folder)) {
            assertThatThrownBy(() -> new Shop(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("ganglion.data");
            shop.keep(row("p", START, 1, 1));
        }
    }

    @Test
    void whereTooMuchWaits_nothingIsTaken_andTheSenderKeepsIt() throws Exception {
        Bounds bounds = new Bounds(100, 8 << 20, 1_000_000, Duration.ofDays(30), 64 << 20, 32 << 20, 0, true);
        try (Shop shop = new Shop(folder, bounds)) {
            AtomicInteger acknowledged = new AtomicInteger();
            int taken = 0;
            boolean refused = false;
            for (int i = 0; i < 100_000 && !refused; i++) {
                refused =
                        !shop.store.keep(List.of(row("p", START + i, 1, i)), List.of(), acknowledged::incrementAndGet);
                taken += refused ? 0 : 1;
            }
            assertThat(refused).isTrue();
            int all = taken;
            await().until(() -> acknowledged.get() == all);
            assertThat(shop.all("p").size()).isEqualTo(taken);
        }
    }
}
