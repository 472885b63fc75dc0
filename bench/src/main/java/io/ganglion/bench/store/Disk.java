// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/**
 * The journal beside the raw disk: the same rows a group, the same bytes, each group durable before the next. By the clock,
 * because the disk is what is waited for; so the best round counts, others only ever slow a round down.
 */
final class Disk {

    private static final double AIM = 0.25;
    /** What a row of eight values takes in a block of the journal. */
    private static final int ROW_BYTES = 75;

    private final Path folder;
    private final int group;

    Disk(Path folder, int group) {
        this.folder = folder;
        this.group = group;
    }

    boolean run(boolean quick, Map<String, Double> figures) throws Exception {
        Observation[] rows = Plant.rows(100, quick ? 100_000 : 300_000);
        int rounds = quick ? 3 : 7;
        double[] ours = new double[rounds];
        double[] raw = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ours[round] = journal(rows);
            raw[round] = raw(rows.length);
        }
        Arrays.sort(ours);
        Arrays.sort(raw);
        figures.put("journal_rows_per_second", ours[rounds - 1]);
        figures.put("raw_disk_rows_per_second", raw[rounds - 1]);
        double share = ours[rounds - 1] / raw[rounds - 1];
        System.out.printf(
                "journal, groups of %d: %,.0f rows a second; raw disk with as many bytes %,.0f; share %.2f (aim %.2f)%n",
                group, ours[rounds - 1], raw[rounds - 1], share, AIM);
        return share >= AIM;
    }

    private double journal(Observation[] rows) throws Exception {
        Path place = folder.resolve("journal");
        StoreBenchmark.delete(place);
        GanglionStore store = new GanglionStore();
        store.open(place);
        long start = System.nanoTime();
        for (int i = 0; i < rows.length; i += group) {
            store.append(rows, i, Math.min(rows.length, i + group));
        }
        double took = (System.nanoTime() - start) / 1e9;
        store.close();
        return rows.length / took;
    }

    private double raw(int rows) throws Exception {
        Path file = folder.resolve("raw");
        ByteBuffer bytes = ByteBuffer.allocateDirect(group * ROW_BYTES);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long start = System.nanoTime();
            for (int i = 0; i < rows; i += group) {
                bytes.clear();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            return rows / ((System.nanoTime() - start) / 1e9);
        }
    }
}
