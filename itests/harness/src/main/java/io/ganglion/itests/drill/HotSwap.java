// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static org.awaitility.Awaitility.await;

import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.InsightLog;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.SteadyLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exchanges what can be exchanged while 2,000 messages a second flow, and counts what that cost. */
public final class HotSwap implements Drill {

    private static final int DEVICES = 8;
    private static final int RATE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return "hotswap";
    }

    @Override
    public String about() {
        return "contract, model, driver and a new bundle exchanged under load: nothing lost, order kept, gap measured";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        try (Node node = Node.at(ganglion, folder, "hotswap")
                .configured("io.ganglion.pipeline", Map.of("publish", "all"))
                // The listener must not lose what the node published: a reader that stalls is not the node's fault.
                .configured(
                        "io.ganglion.broker", Map.of("port", "${ganglion.port.mqtt}", "max_queue_messages", "1000000"))
                .start()) {
            Login gateway = node.login("drill", "gateway");
            Login reader = node.login("listener", "reader");
            try (SteadyLoad load = new SteadyLoad(node, gateway, DEVICES, RATE)) {
                InsightLog log = new InsightLog(load.pumps());
                try (MqttWire listener = MqttWire.subscriber(
                        node.mqttPort(), "listener", reader, "ganglion/plant1/insight/#", 1, log::take)) {
                    load.start();
                    return new Round(ganglion, folder, node, load, log, listener).all(rounds);
                }
            }
        }
    }

    /** One node under load. */
    private record Round(
            Ganglion ganglion, Path folder, Node node, SteadyLoad load, InsightLog log, MqttWire listener) {

        Outcome all(int rounds) throws Exception {
            await("scores flow").atMost(PATIENCE).until(() -> log.scored() > RATE);
            System.out.printf("%-44s %10s %16s%n", "exchanged", "took ms", "longest gap ms");
            log.takeLongestGapMillis();
            long longest = 0;
            for (int round = 0; round < rounds; round++) {
                longest = Math.max(longest, exchangeEverything());
            }
            return account(longest);
        }

        private long exchangeEverything() throws Exception {
            Path pump = DerivedBundle.built(ganglion, "models/pump");
            Path model = DerivedBundle.built(ganglion, "models/pump-anomaly");
            Path newerPump = newerContract(pump);
            Path newerModel = newerModel(model);
            long gap = step("nothing, for comparison", () -> awaitScoredBy("Pump@1.0.0"));
            gap = Math.max(gap, step("contract Pump 1.0.0 -> 1.1.0", () -> {
                update("io.ganglion.contract.pump", newerPump);
                awaitScoredBy("Pump@1.1.0");
            }));
            gap = Math.max(gap, step("model pump-anomaly 1.0.0 -> 1.1.0", () -> {
                update("io.ganglion.model.pump-anomaly", newerModel);
                awaitScoredBy("pump-anomaly@1.1.0");
            }));
            gap = Math.max(gap, step("model pump-anomaly 1.1.0 -> 1.0.0", () -> {
                update("io.ganglion.model.pump-anomaly", model);
                awaitScoredBy("pump-anomaly@1.0.0");
            }));
            gap = Math.max(gap, step("driver.host stopped and started", () -> {
                node.exec("bundle:stop io.ganglion.driver.host");
                node.exec("bundle:start io.ganglion.driver.host");
            }));
            gap = Math.max(gap, step("a new contract bundle dropped into deploy/", () -> drop(pump)));
            gap = Math.max(gap, step("contract Pump 1.1.0 -> 1.0.0", () -> {
                update("io.ganglion.contract.pump", pump);
                awaitScoredBy("Pump@1.0.0");
            }));
            return gap;
        }

        private long step(String what, Action action) throws Exception {
            long began = System.nanoTime();
            action.run();
            long millis = (System.nanoTime() - began) / 1_000_000;
            // What an exchange costs may show a moment later: look on for as long as a thousand scores take.
            long scored = log.scored();
            await("scores flow on after: " + what).atMost(PATIENCE).until(() -> log.scored() >= scored + RATE / 2);
            long gap = log.takeLongestGapMillis();
            System.out.printf("%-44s %10d %16d%n", what, millis, gap);
            return gap;
        }

        private void update(String symbolicName, Path jar) throws IOException {
            node.exec("bundle:update " + symbolicName + " " + jar.toUri());
        }

        private void awaitScoredBy(String reference) {
            long before = log.scoredBy(reference);
            await("scored by " + reference).atMost(PATIENCE).until(() -> log.scoredBy(reference) > before);
        }

        private Path newerContract(Path pump) throws IOException {
            return DerivedBundle.of(pump)
                    .version("1.1.0")
                    .text(
                            "contract/schema.json",
                            text -> text.replaceFirst(
                                    "\"properties\"\\s*:\\s*\\{",
                                    "\"properties\": {\"oilLevel\": {\"type\": \"number\", \"minimum\": 0, \"maximum\": 100},"))
                    .text(
                            "contract/overlay.json",
                            text -> text.replaceFirst(
                                    "(\\{\"name\": \"flow\"[^}]*\\})",
                                    "$1,\n    {\"name\": \"oilLevel\", \"unitCode\": \"P1\", \"quantityKind\": \"\", \"tags\": []}"))
                    .writeTo(folder.resolve("pump-1.1.0.jar"));
        }

        private Path newerModel(Path model) throws IOException {
            return DerivedBundle.of(model)
                    .version("1.1.0")
                    .text(
                            "model/model.json",
                            text -> text.replaceFirst("\"threshold\"\\s*:\\s*[0-9.eE+-]+", "\"threshold\" : 123.5"))
                    .writeTo(folder.resolve("pump-anomaly-1.1.0.jar"));
        }

        /** A contract under a name that the node has never heard. */
        private void drop(Path pump) throws IOException {
            Path deploy = Files.createDirectories(node.home().resolve("deploy"));
            Path dropped = deploy.resolve("late.jar");
            Files.deleteIfExists(dropped);
            Path jar = DerivedBundle.of(pump)
                    .header("Bundle-SymbolicName", name -> "io.ganglion.contract.late")
                    .header("Provide-Capability", text -> text.replace("contract=Pump", "contract=Late"))
                    .writeTo(folder.resolve("late.jar"));
            Files.move(jar, dropped);
            await("the dropped contract is served")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> node.json("aiot:contract-list").toString().contains("Late"));
        }

        private Outcome account(long longestGap) throws IOException, InterruptedException {
            long sent = load.finish();
            awaitNothingInFlight();
            long quarantined = node.json("aiot:quarantine-list -n 100000").findValues("device").stream()
                    .filter(device -> device.asText().startsWith("steady-"))
                    .count();
            log.awaitAtLeast(sent - quarantined, PATIENCE);
            List<String> faults = new ArrayList<>(log.faults());
            if (listener.broken() != null) {
                faults.add("the listener was cut off: " + listener.broken());
            }
            long lost = sent - log.scored() - quarantined;
            System.out.println("scored by " + log.versions());
            System.out.printf(
                    "sent %,d, scored %,d, quarantined %,d, lost %,d%n", sent, log.scored(), quarantined, lost);
            if (lost != 0) {
                faults.add(lost + " messages were neither scored nor quarantined: " + log.gaps());
            }
            if (quarantined != 0) {
                faults.add(quarantined + " good messages were refused while something was exchanged");
            }
            Map<String, Long> figures = new LinkedHashMap<>();
            figures.put("sent", sent);
            figures.put("scored", log.scored());
            figures.put("quarantined", quarantined);
            figures.put("lost", lost);
            figures.put("longest_gap_ms", longestGap);
            return new Outcome(figures, faults);
        }

        private void awaitNothingInFlight() {
            await("nothing is in flight")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(node::books, books -> books.inFlight() == 0);
        }
    }
}
