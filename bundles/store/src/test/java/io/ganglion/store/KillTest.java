// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Journal.Entry;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.api.series.Rows;
import io.ganglion.store.write.Bounds;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that keeps rows is killed, again and again, on one and the same file. */
class KillTest {

    /** {@code -Dganglion.kills=100} for a long round. */
    private static final int KILLS = Integer.getInteger("ganglion.kills", 6);

    private static final int ROWS = 20;
    private static final Bounds BOUNDS =
            new Bounds(2_000, 8 << 20, 500, Duration.ofDays(30), 256 << 20, 128 << 20, 0, true);

    @TempDir
    Path folder;

    /** The child: keeps rows as fast as it may, seals all the time, and says which are kept. */
    public static final class Child {

        /** So many batches wait for the disk at once, as partitions would have it. */
        private static final Semaphore IN_FLIGHT = new Semaphore(16);

        private Child() {}

        public static void main(String[] args) throws Exception {
            HistoryStore store =
                    new HistoryStore(Path.of(args[0]), BOUNDS, InstantSource.system(), System::nanoTime, () -> 0);
            store.open("upstream");
            int first = Integer.parseInt(args[1]);
            // Its last rows again, as a sender would that was not answered.
            for (int n = Math.max(0, first - 5); ; n++) {
                int number = n;
                List<Observation> rows = rows(n);
                IN_FLIGHT.acquire();
                while (!store.keep(rows, List.of(), () -> say(number))) {
                    Thread.onSpinWait();
                }
            }
        }

        private static synchronized void say(int number) {
            byte[] bytes = {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
            System.out.write(bytes, 0, 4);
            System.out.flush();
            IN_FLIGHT.release();
        }
    }

    private static List<Observation> rows(int number) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(Pumps.row("p" + i % 4, Pumps.START + (long) number * ROWS + i, number, i));
        }
        return rows;
    }

    @Test
    void whatWasKeptIsThereOnce_whereverTheProcessWasKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        AtomicInteger kept = new AtomicInteger(-1);
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(random.nextInt(1, 400), kept);
            try (Shop shop = new Shop(folder, BOUNDS)) {
                assertThatAllIsThereOnce(shop, kept.get());
            }
        }
    }

    /** Kills the child once it has kept so many more batches, wherever it is by then. */
    private void killAfter(int batches, AtomicInteger kept) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(kept.get() + 1))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (DataInputStream said = new DataInputStream(child.getInputStream())) {
            for (int i = 0; ; i++) {
                if (i == batches) {
                    child.destroyForcibly();
                }
                kept.set(Math.max(kept.get(), said.readInt()));
            }
        } catch (EOFException e) {
            // Killed.
        } catch (IOException e) {
            // Killed in the middle of a number.
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void assertThatAllIsThereOnce(Shop shop, int kept) {
        int total = 0;
        for (int device = 0; device < 4; device++) {
            Rows rows = shop.all("p" + device);
            total += rows.size();
            assertThat(rows.times()).doesNotHaveDuplicates();
            assertThat(rows.size()).isGreaterThanOrEqualTo((kept + 1) * ROWS / 4);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.times()[i] - Pumps.START).isEqualTo(i / 5 * ROWS + i % 5 * 4 + device);
            }
        }
        List<Entry> entries = shop.store.open("upstream").read(Kind.OBSERVATION, 0, Integer.MAX_VALUE);
        assertThat(entries).hasSize(total);
        for (int i = 0; i < entries.size(); i++) {
            assertThat(entries.get(i).position()).isEqualTo(i + 1);
        }
    }
}
