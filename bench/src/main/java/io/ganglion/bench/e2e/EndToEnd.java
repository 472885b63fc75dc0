// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import io.ganglion.bench.Benchmark;
import io.ganglion.bench.Figures;
import io.ganglion.itests.harness.CpuTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** {@code bench/run e2e}. */
public final class EndToEnd implements Benchmark {

    private static final String UNIT = "validated and scored messages per CPU-second of the process under test";
    /** What we aim at: so many times Node-RED. */
    private static final double AIM = 5;

    /** With and without the store: it syncs each row and what is said of it to the disk, which no peer does. */
    private static final String KEPT = "_kept";

    private static final List<String> OURS = List.of("changes", "changes_kept", "every", "every_kept");

    private final Path shared = Path.of(System.getenv().getOrDefault("GANGLION_SHARED", "../shared"));
    private final Path root = Path.of(System.getProperty("ganglion.root", ".")).toAbsolutePath();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private boolean complete = true;
    private Set<String> cases = Set.of();

    @FunctionalInterface
    private interface Opening {
        Contender open(Path folder, int qos) throws Exception;
    }

    @Override
    public String name() {
        return "e2e";
    }

    @Override
    public String about() {
        return "from publish to insight through the node's own broker, beside Node-RED and bare client echoes";
    }

    @Override
    public Figures run(boolean quick, Set<String> only) throws Exception {
        cases = only;
        return run(quick);
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        Cores.moveHere();
        Path folder = Files.createTempDirectory("ganglion-e2e");
        System.out.printf(
                "%-22s %4s %14s %10s %8s %8s%n",
                "contender", "QoS", "per CPU-second", "per second", "missing", "RSS MB");
        for (int qos = 0; qos <= 1; qos++) {
            int level = qos;
            for (String ours : OURS) {
                measure(ours, level, quick, folder, (home, any) -> node(home, ours));
            }
            measure("nodered", level, quick, folder, (home, q) -> {
                NodeRed nodeRed = NodeRed.prepare(shared, root);
                return new Bystander(home, port -> nodeRed.start(home, port, q));
            });
            for (String program : new String[] {"Echo", "HEcho"}) {
                String name = program.equals("Echo") ? "paho_echo" : "hivemq_echo";
                measure(name, level, quick, folder, (home, q) -> {
                    ClientEcho echo = ClientEcho.prepare(shared, program);
                    return new Bystander(home, port -> echo.start(home, port, q));
                });
            }
        }
        return figures();
    }

    private static GanglionNode node(Path home, String name) throws IOException {
        return new GanglionNode(home, name.startsWith("every"), name.endsWith(KEPT));
    }

    private void measure(String name, int qos, boolean quick, Path folder, Opening opening) throws Exception {
        if (!cases.isEmpty() && !cases.contains(name + "_qos" + qos)) {
            return;
        }
        boolean ours = OURS.contains(name);
        Path home = Files.createDirectories(folder.resolve(name + "-" + qos));
        try (Contender contender = opening.open(home, qos);
                Load load = new Load(contender, qos)) {
            warm(load, quick);
            // The kernel counts CPU time in hundredths of a second: the fast ones need more to be told apart.
            int messages = ours ? 1_000_000 : 200_000;
            Load.Result result = load.run(quick ? messages / 5 : messages);
            double resident = CpuTime.residentMegabytes(contender.pid());
            System.out.printf(
                    "%-22s %4d %,14.0f %,10.0f %8d %8.0f%n",
                    ours ? "ganglion, " + name : name,
                    qos,
                    result.perCpuSecond(),
                    result.perSecond(),
                    result.missing(),
                    resident);
            figures.put(name + "_qos" + qos, result.perCpuSecond());
            complete &= result.missing() == 0 || !ours;
        } catch (IOException e) {
            if (ours) {
                throw e;
            }
            System.out.printf("%-22s %4d skipped: %s%n", name, qos, e.getMessage());
        }
    }

    /**
     * For so long, and not for so many messages, or the fast ones would be measured cold: everybody's compiler is done by
     * then, as in a plant. Ours learns what is normal for each device meanwhile.
     */
    private static void warm(Load load, boolean quick) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(quick ? 8 : 20);
        do {
            load.run(Load.DEVICES * 600);
        } while (System.nanoTime() < until);
    }

    /**
     * Holds where we lost nothing and reach the aim in all four cases without the store; not without the peer. Node-RED
     * answers every message and keeps none, so {@code every} is like for like; {@code changes_kept} is what a node does as
     * shipped, and stands beside it.
     */
    private Figures figures() {
        Map<String, Double> others = new LinkedHashMap<>(figures);
        boolean reached = true;
        for (int qos = 0; qos <= 1; qos++) {
            double peer = figures.getOrDefault("nodered_qos" + qos, Double.NaN);
            for (String name : OURS) {
                double times = figures.getOrDefault(name + "_qos" + qos, Double.NaN) / peer;
                reached &= name.endsWith(KEPT) || times >= AIM;
                if (!Double.isNaN(times)) {
                    others.put("times_nodered_" + name + "_qos" + qos, times);
                }
            }
        }
        return new Figures(UNIT, figures.getOrDefault("changes_qos1", Double.NaN), others, complete && reached);
    }
}
