// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.InsightLog;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import io.ganglion.itests.harness.SteadyLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A model's whole life on one node, no hand on the data: the pumps wear, drift fires, a candidate is trained in a process of
 * its own, looks on, answers for some, answers for all; then somebody installs a broken version, and it is rolled back.
 */
public final class Lifecycle implements Drill {

    private static final int DEVICES = 10;
    private static final int RATE = 400;
    /** Rows of each pump before it wears: commissioning, and what drift is held against. */
    private static final int HEALTHY = 2_400;

    private static final int WEARING = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String MODEL = "pump-anomaly";

    @Override
    public String name() {
        return "lifecycle";
    }

    @Override
    public String about() {
        return "wear, drift, retraining, shadow, canary, live; a broken version rolled back: nothing lost or scored twice";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        try (Node node = Node.at(ganglion, folder, "lifecycle")
                .configured("io.ganglion.pipeline", Map.of("publish", "all", "keepers", "store"))
                .configured(
                        "io.ganglion.broker", Map.of("port", "${ganglion.port.mqtt}", "max_queue_messages", "1000000"))
                .configured("io.ganglion.drift", Map.of("reference_rows", "1200", "reference_hours", "0", "shift", "6"))
                .configured(
                        "io.ganglion.learning",
                        Map.of("quiet_s", "10", "rest_min", "30", "start", "scratch", "then", "shadow"))
                .configured(
                        "io.ganglion.inference.rollout",
                        Map.of(
                                "promotion", "not_worse",
                                "canary_share", "0.3",
                                "least_rows", "4000",
                                "least_minutes", "0",
                                "guard_minutes", "10"))
                .start()) {
            node.exec("feature:install --no-auto-refresh " + trainer());
            try (SteadyLoad load = new SteadyLoad(node, node.login("drill", "gateway"), DEVICES, RATE)) {
                load.pumps().forEach(pump -> pump.wear(HEALTHY, WEARING));
                InsightLog log = new InsightLog(load.pumps());
                try (MqttWire listener = MqttWire.subscriber(
                        node.mqttPort(),
                        "listener",
                        node.login("listener", "reader"),
                        "ganglion/plant1/insight/#",
                        1,
                        log::take)) {
                    load.start();
                    return new Life(ganglion, folder, node, load, log, listener).whole();
                }
            }
        }
    }

    private static String trainer() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "ganglion-trainer-linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }

    /** One node whose pumps wear. */
    private record Life(Ganglion ganglion, Path folder, Node node, SteadyLoad load, InsightLog log, MqttWire listener) {

        Outcome whole() throws Exception {
            Map<String, Long> figures = new LinkedHashMap<>();
            List<String> faults = new ArrayList<>();
            await("the pumps are commissioned").atMost(PATIENCE).until(() -> least() > HEALTHY);
            long early = firings().size();
            if (early > 0) {
                faults.add("fired before any wear: " + firings());
            }
            log.takeLongestGapMillis();
            await("drift fires").atMost(PATIENCE).until(() -> !firings().isEmpty());
            long delay = least() - HEALTHY;
            figures.put("drift_delay_rows", delay);
            say("drift fired " + delay + " rows after the wear began: "
                    + firings().get(0).path("evidence"));
            JsonNode firing = await("the training ends")
                    .atMost(PATIENCE)
                    .until(
                            () -> firings().get(0),
                            one -> !one.path("outcome").asText().matches("waiting|training"));
            say(firing.path("outcome").asText() + ": "
                    + firing.path("explanation").asText());
            figures.put("training_s", Math.round(firing.path("seconds").asDouble()));
            String candidate = firing.path("candidate").asText();
            if (!firing.path("outcome").asText().equals("candidate")) {
                faults.add("no candidate came of it: " + firing);
                return account(figures, faults);
            }
            refute();
            await("the candidate answers for some").atMost(PATIENCE).until(() -> log.scoredBy(candidate) > 0);
            say(candidate + " answers for its canaries");
            await("the candidate is the champion").atMost(PATIENCE).until(() -> champion()
                    .equals(candidate));
            say(latestDecision().path("reason").asText());
            breakAndAwaitRollBack(candidate, faults);
            return account(figures, faults);
        }

        /** The technicians find nothing: the pumps are worn, and run. */
        private void refute() throws IOException {
            for (Pump pump : load.pumps()) {
                node.exec("aiot:label-add Pump " + pump.device() + " refuted --from " + pump.time(HEALTHY) + " --to "
                        + pump.time(pump.sent()) + " --cause worn-in --by drill");
            }
        }

        private void breakAndAwaitRollBack(String good, List<String> faults) throws Exception {
            Path broken = DerivedBundle.of(DerivedBundle.built(ganglion, "models/" + MODEL))
                    .version("9.0.0")
                    .header("Bundle-SymbolicName", name -> name + ".broken")
                    .text(
                            "model/model.json",
                            text -> text.replaceFirst("\"margin\"\\s*:\\s*[0-9.eE+-]+", "\"margin\" : 1.0E-9"))
                    .writeTo(folder.resolve("broken.jar"));
            node.exec("aiot:model-route Pump --champion " + good + " --no-trials");
            node.exec("bundle:install -s " + broken.toUri());
            String wrong = MODEL + "@9.0.0";
            await("it is ready")
                    .atMost(PATIENCE)
                    .until(() -> node.tryExec("aiot:model-route Pump --champion " + wrong)
                                    .code()
                            == 0);
            await("it answers").atMost(PATIENCE).until(() -> log.scoredBy(wrong) > 0);
            await("it is rolled back").atMost(PATIENCE).until(() -> champion().equals(good));
            JsonNode decision = latestDecision();
            say(decision.path("reason").asText());
            if (!decision.path("by").asText().equals("policy")) {
                faults.add("not the policy took it back: " + decision);
            }
        }

        private Outcome account(Map<String, Long> figures, List<String> faults) throws Exception {
            long sent = load.finish();
            log.awaitAtLeast(sent, Duration.ofSeconds(60));
            figures.put("sent", sent);
            figures.put("scored", log.scored());
            figures.put("lost", sent - log.scored());
            figures.put("longest_gap_ms", log.takeLongestGapMillis());
            faults.addAll(log.faults());
            if (listener.broken() != null) {
                faults.add("the listener was cut off: " + listener.broken());
            }
            if (sent != log.scored()) {
                faults.add(sent - log.scored() + " messages were not scored: " + log.gaps());
            }
            say("scored by " + log.versions());
            return new Outcome(figures, faults);
        }

        private static void say(String fact) {
            System.out.println(fact);
        }

        private long least() {
            return load.pumps().stream().mapToLong(Pump::sent).min().orElse(0);
        }

        private List<JsonNode> firings() throws IOException {
            List<JsonNode> all = new ArrayList<>();
            node.json("aiot:retrain-list").forEach(all::add);
            return all;
        }

        private String champion() throws IOException {
            for (JsonNode route : node.json("aiot:model-route")) {
                if (route.path("contract").asText().equals("Pump")) {
                    return route.path("champion").asText() + "@"
                            + route.path("version").asText();
                }
            }
            return "";
        }

        private JsonNode latestDecision() throws IOException {
            return Optional.ofNullable(node.json("aiot:model-explain-decision --contract Pump -n 1")
                            .get(0))
                    .orElseThrow(() -> new IOException("no decision is on record"));
        }
    }
}
