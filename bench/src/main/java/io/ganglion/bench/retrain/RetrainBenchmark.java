// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.bench.Benchmark;
import io.ganglion.bench.Figures;
import io.ganglion.itests.harness.CpuTime;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bench/run retrain}: how late insights come while a candidate is trained on the same machine, and without. */
public final class RetrainBenchmark implements Benchmark {
    private static final String UNIT = "ms from when a message was due to its insight, 99.9th percentile";
    private static final int RATE = 2_000;
    /** A retraining may cost the slowest of a thousand so many times, and so many ms, of what they cost without. */
    private static final double TIMES = 3;

    private static final double MS = 10;
    private static final int PATIENCE_S = 900;

    private final Map<String, Double> figures = new LinkedHashMap<>();

    @Override
    public String name() {
        return "retrain";
    }

    @Override
    public String about() {
        return "insight latency at " + RATE + " messages a second, without and with a retraining beside";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        Path folder = Files.createTempDirectory("ganglion-retrain");
        try (Node node = Node.at(Ganglion.here(), folder, "retrain")
                .configured("io.ganglion.pipeline", Map.of("publish", "all"))
                .configured(
                        "io.ganglion.learning",
                        Map.of(
                                "start", "scratch",
                                "tolerance_percent", "100",
                                "then", "register",
                                "drift_devices", "0",
                                "drift_persistent_min", "0"))
                .start()) {
            node.exec("feature:install --no-auto-refresh " + trainer());
            Login publisher = node.login("load", "gateway");
            Login reader = node.login("answers", "reader");
            try (PacedLoad load = new PacedLoad(node.mqttPort(), publisher, reader, RATE)) {
                measure(node, load, quick);
            }
        }
        double without = figures.get("without_p999_ms");
        double with = figures.get("with_p999_ms");
        return new Figures(UNIT, with, figures, with <= Math.max(TIMES * without, without + MS));
    }

    private static String trainer() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "ganglion-trainer-linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }

    private void measure(Node node, PacedLoad load, boolean quick) throws Exception {
        System.out.printf(
                "%-28s %9s %9s %9s %9s %9s %9s%n",
                "phase", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "rows", "node CPU");
        load.start();
        TimeUnit.SECONDS.sleep(quick ? 30 : 60);
        load.phase();
        pass(node, "without", load, quick ? 20 : 60);
        retrained(node, "first", load);
        retrained(node, "with", load);
        load.finish();
        figures.put("missing", (double) load.missing());
    }

    private void pass(Node node, String name, PacedLoad load, int seconds) throws Exception {
        double cpu = CpuTime.seconds(node.process().pid());
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        show(node, name, load.phase(), cpu, began);
    }

    /** The first one also copies the trainer out of the framework and unpacks its native code. */
    private void retrained(Node node, String name, PacedLoad load) throws Exception {
        double cpu = CpuTime.seconds(node.process().pid());
        long began = System.nanoTime();
        load.phase();
        long number = node.json("aiot:retrain pump-anomaly").path("number").asLong();
        JsonNode firing = awaitEnd(node, number);
        show(node, name, load.phase(), cpu, began);
        figures.put(name + "_training_s", firing.path("seconds").asDouble());
        System.out.println("  " + firing.path("outcome").asText() + ": "
                + firing.path("explanation").asText());
        if (!firing.path("outcome").asText().equals("candidate")) {
            throw new IOException("the retraining made nothing: " + firing);
        }
    }

    private static JsonNode awaitEnd(Node node, long number) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < until) {
            for (JsonNode firing : node.json("aiot:retrain-list")) {
                boolean ended = !firing.path("outcome").asText().matches("waiting|training");
                if (firing.path("number").asLong() == number && ended) {
                    return firing;
                }
            }
            TimeUnit.SECONDS.sleep(3);
        }
        throw new IOException("retraining " + number + " has no end after " + PATIENCE_S + " s");
    }

    private void show(Node node, String name, Latencies phase, double cpuBefore, long began) throws IOException {
        double cpu = (CpuTime.seconds(node.process().pid()) - cpuBefore) / ((System.nanoTime() - began) / 1e9);
        System.out.printf(
                Locale.ROOT,
                "%-28s %9.2f %9.2f %9.2f %9.2f %9d %8.0f%%%n",
                name,
                phase.quantile(0.5),
                phase.quantile(0.99),
                phase.quantile(0.999),
                phase.quantile(1),
                phase.count(),
                100 * cpu);
        figures.put(name + "_p50_ms", phase.quantile(0.5));
        figures.put(name + "_p99_ms", phase.quantile(0.99));
        figures.put(name + "_p999_ms", phase.quantile(0.999));
        figures.put(name + "_node_cpu_percent", 100 * cpu);
        figures.put(
                name + "_node_rss_mb", CpuTime.residentMegabytes(node.process().pid()));
    }
}
