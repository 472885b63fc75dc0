// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Fate;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's whole life on one node, no hand on the data. Pumps wear in, drift fires, a candidate is trained in a process of
 * its own, looks on, answers for some, and for all once it is refuted less often than the old one; then somebody routes a
 * broken version, and it is rolled back. A technician who knows the simulation's truth labels what is called anomalous,
 * while it is.
 */
public final class Lifecycle implements Drill {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration OFTEN = Duration.ofMillis(500);
    private static final String MODEL = "pump-anomaly";
    /** Rows of a device before its drift is watched: commissioning by the model's recipe, and the reference. */
    private static final int COMMISSIONING = 400;

    private static final int REFERENCE = 1_200;

    /**
     * How fast it is told.
     *
     * @param wearing pumps that wear in
     * @param sound pumps that do not, ever
     * @param periodMillis from one reading of a pump to its next
     * @param healthy readings of each before any wear
     * @param within readings that wearing in takes
     * @param cycle readings from one full load to the next
     * @param quiet seconds without a new signal before a retraining begins
     */
    public record Pace(int wearing, int sound, int periodMillis, int healthy, int within, int cycle, int quiet) {
        /** Some minutes at 600 messages a second. */
        public static final Pace DRILL = new Pace(10, 2, 20, 4_000, 600, 400, 60);
        /** At 2,000 messages a second, for a build. */
        public static final Pace ROUND = new Pace(8, 2, 5, 2_400, 600, 400, 12);

        Fate fate(int pump) {
            return pump < wearing ? new Fate(healthy, within, cycle, (long) pump * cycle / wearing) : Fate.NONE;
        }
    }

    private final Pace pace;

    public Lifecycle() {
        this(Pace.DRILL);
    }

    public Lifecycle(Pace pace) {
        this.pace = pace;
    }

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
        try (Node node = node(ganglion, folder)) {
            node.exec("feature:install --no-auto-refresh " + trainer());
            try (SteadyLoad load = SteadyLoad.live(
                    node, node.login("drill", "gateway"), pace.wearing() + pace.sound(), pace.periodMillis())) {
                for (int pump = 0; pump < load.pumps().size(); pump++) {
                    load.pumps().get(pump).becomes(pace.fate(pump));
                }
                InsightLog log = new InsightLog(load.pumps());
                try (Technician technician = new Technician(node, load.pumps());
                        MqttWire listener = MqttWire.subscriber(
                                node.mqttPort(),
                                "listener",
                                node.login("listener", "reader"),
                                "ganglion/plant1/insight/#",
                                1,
                                message -> {
                                    log.take(message);
                                    technician.take(message);
                                })) {
                    load.start();
                    return new Life(pace, ganglion, folder, node, load, log, technician, listener).whole();
                }
            }
        }
    }

    private Node node(Ganglion ganglion, Path folder) throws IOException {
        return Node.at(ganglion, folder, "lifecycle")
                .configured("io.ganglion.pipeline", Map.of("publish", "all", "keepers", "store"))
                .configured(
                        "io.ganglion.broker", Map.of("port", "${ganglion.port.mqtt}", "max_queue_messages", "1000000"))
                .configured(
                        "io.ganglion.drift",
                        Map.of("reference_rows", "" + REFERENCE, "reference_hours", "0", "shift", "6"))
                // Drift alone shall be the reason, and not the alerts that were refuted meanwhile.
                .configured(
                        "io.ganglion.learning",
                        Map.of(
                                "quiet_s", "" + pace.quiet(),
                                "rest_min", "60",
                                "labels", "0",
                                "refuted_percent", "0",
                                "start", "scratch",
                                "then", "shadow"))
                .configured(
                        "io.ganglion.inference.rollout",
                        Map.of(
                                "promotion", "better",
                                "measure", "refuted",
                                "canary_share", "0.5",
                                "least_rows", "4000",
                                "least_minutes", "0",
                                "guard_minutes", "10"))
                .start();
    }

    private static String trainer() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "ganglion-trainer-linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }

    /** One node whose pumps wear. */
    private record Life(
            Pace pace,
            Ganglion ganglion,
            Path folder,
            Node node,
            SteadyLoad load,
            InsightLog log,
            Technician technician,
            MqttWire listener) {

        Outcome whole() throws Exception {
            Map<String, Long> figures = new LinkedHashMap<>();
            List<String> faults = new ArrayList<>();
            await("the pumps are commissioned").atMost(PATIENCE).until(() -> least() > pace.healthy());
            log.takeLongestGapMillis();
            say("the pumps begin to wear in");
            await("drift fires").atMost(PATIENCE).pollInterval(OFTEN).until(() -> !firings()
                    .isEmpty());
            say("a retraining fires: " + firings().get(0).path("evidence"));
            JsonNode firing = await("the training ends")
                    .atMost(PATIENCE)
                    .pollInterval(OFTEN)
                    .until(
                            () -> firings().get(0),
                            one -> !one.path("outcome").asText().matches("waiting|training"));
            judgeDrift(figures, faults);
            say(firing.path("outcome").asText() + ": "
                    + firing.path("explanation").asText());
            figures.put("training_s", Math.round(firing.path("seconds").asDouble()));
            String candidate = firing.path("candidate").asText();
            if (!firing.path("outcome").asText().equals("candidate")) {
                faults.add("no candidate came of it: " + firing);
                return account(figures, faults);
            }
            await("the candidate answers for some").atMost(PATIENCE).until(() -> log.scoredBy(candidate) > 0);
            say(candidate + " answers for its canaries; the technician found " + technician.findings());
            await("the candidate is the champion")
                    .atMost(PATIENCE)
                    .pollInterval(OFTEN)
                    .until(() -> champion().equals(candidate));
            judgePromotion(candidate, figures, faults);
            technician.close();
            breakAndAwaitRollBack(candidate, faults);
            return account(figures, faults);
        }

        private void judgeDrift(Map<String, Long> figures, List<String> faults) throws IOException {
            long known = COMMISSIONING + REFERENCE;
            long watched = 0;
            for (Pump pump : load.pumps()) {
                watched += Math.max(0, Math.min(pump.sent(), pump.fate().from()) - known);
            }
            JsonNode signals = node.json("aiot:drift-show --signals 1000").path("signals");
            new DriftRecord(load.pumps(), pace.healthy(), signals).judge(watched, figures, faults);
        }

        /** The decision's own words, and the figures in them: what the test saw when it spoke. */
        private void judgePromotion(String candidate, Map<String, Long> figures, List<String> faults)
                throws IOException {
            JsonNode decision = latestDecision();
            String reason = decision.path("reason").asText();
            say(candidate + " is live, by " + decision.path("by").asText() + ": " + reason);
            say("the technician found " + technician.findings());
            Matcher said = Pattern.compile("(\\d+) of (\\d+) judged alerts refuted, the champion's (\\d+) of (\\d+);"
                            + " the difference lies between (\\S+) and (\\S+) with")
                    .matcher(reason);
            if (!said.find() || !decision.path("by").asText().equals("policy")) {
                faults.add("the candidate was not promoted by the test on refuted alerts: " + decision);
                return;
            }
            figures.put("candidate_refuted", Long.parseLong(said.group(1)));
            figures.put("candidate_judged", Long.parseLong(said.group(2)));
            figures.put("champion_refuted", Long.parseLong(said.group(3)));
            figures.put("champion_judged", Long.parseLong(said.group(4)));
            say(String.format(
                    Locale.ROOT,
                    "refuted alerts: %s %s of %s, the old one %s of %s, the difference in [%s, %s]: better",
                    candidate,
                    said.group(1),
                    said.group(2),
                    said.group(3),
                    said.group(4),
                    said.group(5),
                    said.group(6)));
            if (Double.parseDouble(said.group(6)) >= 0) {
                faults.add("the test did not say better, and yet it was promoted: " + reason);
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
                    .pollInterval(OFTEN)
                    .until(() -> node.tryExec("aiot:model-route Pump --champion " + wrong)
                                    .code()
                            == 0);
            await("it answers").atMost(PATIENCE).until(() -> log.scoredBy(wrong) > 0);
            await("it is rolled back").atMost(PATIENCE).pollInterval(OFTEN).until(() -> champion()
                    .equals(good));
            JsonNode decision = latestDecision();
            say("the broken " + wrong + " is rolled back: "
                    + decision.path("reason").asText());
            if (!decision.path("by").asText().equals("policy")) {
                faults.add("not the policy took it back: " + decision);
            }
        }

        private Outcome account(Map<String, Long> figures, List<String> faults) throws Exception {
            long sent = load.finish();
            log.awaitAtLeast(sent, Duration.ofSeconds(60));
            figures.put("sent", sent);
            figures.put("scored", log.scored());
            figures.put("lost", sent + log.twice() - log.scored());
            figures.put("duplicates", log.twice());
            figures.put("longest_gap_ms", log.takeLongestGapMillis());
            faults.addAll(log.faults());
            if (listener.broken() != null) {
                faults.add("the listener was cut off: " + listener.broken());
            }
            if (sent + log.twice() != log.scored()) {
                faults.add(sent + log.twice() - log.scored() + " messages were not scored: " + log.gaps());
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
