// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.swap;

import io.ganglion.bench.Benchmark;
import io.ganglion.bench.Figures;
import io.ganglion.bench.e2e.Cores;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench/run swap}: from install to first score, and what a switch adds to the latency of those whose messages flow.
 * A shell command costs CPU by itself, so the switches stand beside commands that ask and change nothing.
 */
public final class SwapBenchmark implements Benchmark {
    private static final int RATE = 10_000;
    private static final int PUMPS = 200;
    /** Added to the 99.9th percentile by a switch, at most. */
    private static final double AIM_MS = 50;

    private static final long PATIENCE_S = 60;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /** What is done every so often while messages flow. */
    @FunctionalInterface
    private interface Act {
        void run(int round) throws Exception;
    }

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String about() {
        return "install to first score of a model, and the latency a switch adds at 10,000 messages a second";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        Cores.moveHere();
        Path folder = Files.createTempDirectory("ganglion-swap");
        Ganglion ganglion = Ganglion.here().pinnedTo(Cores.CONTENDER);
        try (Node node = Node.at(ganglion, folder, "swap")
                .configured("io.ganglion.pipeline", Map.of("publish", "all"))
                .configured(
                        "io.ganglion.broker", Map.of("port", "${ganglion.port.mqtt}", "max_queue_messages", "1000000"))
                .start()) {
            return measure(node, ganglion, folder, quick);
        }
    }

    private Figures measure(Node node, Ganglion ganglion, Path folder, boolean quick) throws Exception {
        List<Pump> pumps = new ArrayList<>();
        Instant start = Instant.now().minusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < PUMPS; i++) {
            pumps.add(new Pump("swap-" + i, start));
        }
        Readings readings = new Readings(pumps);
        try (MqttWire in = MqttWire.subscriber(
                        node.mqttPort(),
                        "answers",
                        node.login("answers", "reader"),
                        "ganglion/plant1/insight/Pump/+",
                        0,
                        readings::hear);
                MqttWire out = MqttWire.publisher(node.mqttPort(), "load", node.login("load", "gateway"), 20_000)) {
            OpenLoad load = new OpenLoad(out, pumps, readings, RATE);
            load.start();
            measure(node, ganglion, folder, readings, quick);
            long sent = load.finish();
            await(() -> readings.answered() >= sent);
            figures.put("sent", (double) sent);
            figures.put("lost", (double) (sent - readings.answered() + readings.twice()));
            figures.put("twice", (double) readings.twice());
        }
        double added = figures.get("p999_switched_ms") - figures.get("p999_asked_ms");
        figures.put("added_p999_ms", added);
        boolean holds = figures.get("lost") == 0 && figures.get("twice") == 0 && added <= AIM_MS;
        return new Figures("ms", figures.get("install_to_first_score_ms"), figures, holds);
    }

    private void measure(Node node, Ganglion ganglion, Path folder, Readings readings, boolean quick) throws Exception {
        int rounds = quick ? 4 : 12;
        System.out.printf(
                "%-40s %10s %10s %10s %10s%n",
                "while 10,000 messages a second flow", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
        phase("warming up", "", readings, 1, round -> TimeUnit.SECONDS.sleep(quick ? 15 : 30));
        phase("nothing else", "quiet", readings, rounds, round -> TimeUnit.SECONDS.sleep(2));
        phase("a command that changes nothing", "asked", readings, rounds, round -> {
            node.exec("aiot:model-route Pump --json");
            TimeUnit.SECONDS.sleep(1);
        });
        install(node, ganglion, folder, readings);
        List<Double> switches = new ArrayList<>();
        phase("a switch between two versions", "switched", readings, rounds, round -> {
            String version = round % 2 == 0 ? "1.0.0" : "1.1.0";
            readings.listenAnew();
            node.exec("aiot:model-route Pump --champion pump-anomaly@" + version);
            await(() -> readings.first(version) != 0);
            switches.add(readings.gap() / 1e6);
            TimeUnit.SECONDS.sleep(1);
        });
        figures.put(
                "longest_gap_ms",
                switches.stream().mapToDouble(gap -> gap).max().orElseThrow());
    }

    private void install(Node node, Ganglion ganglion, Path folder, Readings readings) throws Exception {
        Path jar = DerivedBundle.of(DerivedBundle.built(ganglion, "models/pump-anomaly"))
                .version("1.1.0")
                .writeTo(folder.resolve("pump-anomaly-1.1.0.jar"));
        double[] asking = new double[3];
        for (int i = 0; i < asking.length; i++) {
            long began = System.nanoTime();
            node.exec("aiot:model-route Pump --json");
            asking[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(asking);
        readings.listenAnew();
        long began = System.nanoTime();
        node.exec("bundle:install -s " + jar.toUri());
        await(() -> readings.first("1.1.0") != 0);
        double whole = (readings.first("1.1.0") - began) / 1e6;
        long end = System.nanoTime();
        figures.put("install_to_first_score_ms", whole);
        figures.put("command_ms", asking[1]);
        print("install 1.1.0, restore, verify, warm, answer", readings.latencies(began, end), "installed");
        System.out.printf(
                "from bundle:install to the first score %.0f ms, of which a command that does nothing takes %.0f ms%n",
                whole, asking[1]);
    }

    private void phase(String what, String field, Readings readings, int rounds, Act act) throws Exception {
        long began = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            act.run(round);
        }
        long end = System.nanoTime();
        long answered = readings.answered();
        // What was due in this phase is answered within the next second, or will be missed at the end.
        await(() -> readings.answered() > answered + RATE);
        print(what, readings.latencies(began, end), field);
    }

    private void print(String what, long[] sorted, String field) {
        System.out.printf(
                "%-40s %10.2f %10.2f %10.2f %10.2f%n",
                what, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
        if (!field.isEmpty()) {
            figures.put("p99_" + field + "_ms", at(sorted, 0.99));
            figures.put("p999_" + field + "_ms", at(sorted, 0.999));
        }
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("nothing came for " + PATIENCE_S + " s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
