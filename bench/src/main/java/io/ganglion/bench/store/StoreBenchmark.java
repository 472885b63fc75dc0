// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import com.sun.management.OperatingSystemMXBean;
import io.ganglion.api.contract.Observation;
import io.ganglion.bench.Benchmark;
import io.ganglion.bench.Figures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code bench/run store}: rows in, bytes on the disk, a day out. */
public final class StoreBenchmark implements Benchmark {

    private static final int DEVICES = 100;
    /** Rows of one durable transaction. */
    private static final int GROUP = 1_000;

    private static final double AIM_SPEED = 1;
    private static final double AIM_BYTES = 0.5;
    private static final double AIM_QUERY_MS = 50;

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String about() {
        return "keep rows durably and find them again, beside plain rows in SQLite, TsFile and the raw disk";
    }

    /** What one round of one contestant cost. */
    private record Cost(double rowsPerCpuSecond, double rowsPerSecond, double bytesPerRow) {}

    @Override
    public Figures run(boolean quick) throws Exception {
        // Not in /tmp, which may be memory: the disk is part of what is measured.
        Path target = Files.createDirectories(Path.of(System.getProperty("ganglion.root", "."), "bench/target"));
        Path folder = Files.createTempDirectory(target, "store-");
        try {
            Map<String, Double> figures = new LinkedHashMap<>();
            boolean appends = appends(folder, quick, figures);
            boolean journal = new Disk(folder, GROUP).run(quick, figures);
            boolean queries = new Day(folder, AIM_QUERY_MS).run(quick, figures);
            double ours = figures.remove("ganglion");
            return new Figures("rows per CPU-second", ours, figures, appends && journal && queries);
        } finally {
            delete(folder);
        }
    }

    private static boolean appends(Path folder, boolean quick, Map<String, Double> figures) throws Exception {
        Observation[] rows = Plant.rows(DEVICES, quick ? 200_000 : 600_000);
        List<Contestant> contestants =
                List.of(new GanglionStore(), new SqliteRows(true), new SqliteRows(false), new TsFileRows());
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        // The first round is for the compiler.
        for (int round = 0; round <= (quick ? 2 : 5); round++) {
            for (Contestant contestant : contestants) {
                Cost cost = append(contestant, folder.resolve(contestant.name()), rows);
                if (round > 0) {
                    costs.computeIfAbsent(contestant.name(), any -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        System.out.printf("%-26s %16s %16s %12s%n", "keeps rows", "per CPU-second", "per second", "bytes a row");
        costs.forEach((name, all) -> {
            figures.put(name, median(all, Cost::rowsPerCpuSecond));
            figures.put(name + "_bytes_per_row", median(all, Cost::bytesPerRow));
            System.out.printf(
                    "%-26s %,16.0f %,16.0f %,12.1f%n",
                    name, figures.get(name), median(all, Cost::rowsPerSecond), figures.get(name + "_bytes_per_row"));
        });
        double speed = figures.get("ganglion") / figures.get("sqlite_rows");
        double bytes = figures.get("ganglion_bytes_per_row") / figures.get("sqlite_rows_bytes_per_row");
        System.out.printf(
                "%.2f times plain rows (aim %.1f), %.2f of their bytes (aim %.1f)%n",
                speed, AIM_SPEED, bytes, AIM_BYTES);
        return speed >= AIM_SPEED && bytes <= AIM_BYTES;
    }

    private static Cost append(Contestant contestant, Path folder, Observation[] rows) throws Exception {
        delete(folder);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        contestant.open(folder);
        for (int i = 0; i < rows.length; i += GROUP) {
            contestant.append(rows, i, Math.min(rows.length, i + GROUP));
        }
        contestant.finish();
        double spent = (system.getProcessCpuTime() - cpu) / 1e9;
        double took = (System.nanoTime() - start) / 1e9;
        contestant.close();
        return new Cost(rows.length / spent, rows.length / took, (double) size(folder) / rows.length);
    }

    static double median(List<Cost> costs, java.util.function.ToDoubleFunction<Cost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().startsWith("rows.")
                            || path.getFileName().toString().startsWith("history.db"))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
