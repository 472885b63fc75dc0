// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A day of one attribute of one device at 1 Hz, as NGSI-LD's temporal queries ask for it. By the clock: the best round. */
final class Day {

    private static final int DEVICES = 4;
    private static final int ROWS = 86_400;
    private static final int POINTS = 1_000;
    private static final int ATTRIBUTE = 2;

    private final Path folder;
    private final double aim;

    Day(Path folder, double aim) {
        this.folder = folder;
        this.aim = aim;
    }

    @FunctionalInterface
    private interface Question {
        int ask() throws Exception;
    }

    boolean run(boolean quick, Map<String, Double> figures) throws Exception {
        Observation[] rows = Plant.rows(DEVICES, DEVICES * ROWS);
        GanglionStore ours = new GanglionStore();
        System.out.printf(
                "%-26s %12s %12s   a day of one attribute, %,d rows%n", "finds rows", "cold ms", "warm ms", ROWS);
        for (Contestant contestant : List.of(ours, new SqliteRows(true), new TsFileRows())) {
            fill(contestant, rows);
            ask(contestant, contestant.name() + "_day", ROWS, quick, figures, () -> day(contestant));
        }
        ask(
                ours,
                "ganglion_day_lttb",
                POINTS,
                quick,
                figures,
                () -> ours.query(1, ATTRIBUTE, Plant.START, Plant.START + ROWS * Plant.SECOND, Thinning.LTTB, POINTS));
        double warm = figures.get("ganglion_day_warm_ms");
        boolean holds = warm <= aim && warm <= figures.get("sqlite_rows_day_warm_ms");
        System.out.printf("a day warm: %.1f ms (aims: %.0f ms, and no more than plain rows)%n", warm, aim);
        return holds;
    }

    private static int day(Contestant contestant) throws Exception {
        return contestant.query(1, ATTRIBUTE, Plant.START, Plant.START + ROWS * Plant.SECOND);
    }

    private void fill(Contestant contestant, Observation[] rows) throws Exception {
        contestant.open(place(contestant));
        for (int i = 0; i < rows.length; i += 1_000) {
            contestant.append(rows, i, Math.min(rows.length, i + 1_000));
        }
        contestant.finish();
        contestant.close();
    }

    private Path place(Contestant contestant) {
        return folder.resolve("day-" + contestant.name());
    }

    private void ask(
            Contestant contestant, String name, int expected, boolean quick, Map<String, Double> figures, Question day)
            throws Exception {
        int rounds = quick ? 5 : 9;
        double[] cold = new double[rounds];
        double[] warm = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            dropCaches();
            contestant.open(place(contestant));
            cold[round] = time(day, expected);
            for (int i = 0; i < 5; i++) {
                warm[round] = time(day, expected);
            }
            contestant.close();
        }
        Arrays.sort(cold);
        Arrays.sort(warm);
        figures.put(name + "_cold_ms", cold[0]);
        figures.put(name + "_warm_ms", warm[0]);
        System.out.printf("%-26s %12.1f %12.1f%n", name, cold[0], warm[0]);
    }

    private static double time(Question day, int expected) throws Exception {
        long start = System.nanoTime();
        int found = day.ask();
        double took = (System.nanoTime() - start) / 1e6;
        // Jitter may carry a row over midnight.
        if (Math.abs(found - expected) > 1) {
            throw new IllegalStateException("a day has " + expected + " rows: found=" + found);
        }
        return took;
    }

    /** Where we may; elsewhere cold means a fresh connection only. */
    private static void dropCaches() {
        try {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "1");
        } catch (IOException e) {
            // Said in the README.
        }
    }
}
