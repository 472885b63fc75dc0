// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.InsightLog;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Redmine;
import io.ganglion.itests.harness.SteadyLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The closed loop with a real Redmine, no hand on the data. Pumps run under full load, which the first model calls anomalous
 * and is no fault, and get blocked, which is one; a technician who sees nothing but tickets closes them with what it was; the
 * labels make the model anew, it goes live by policy, and the same kinds of episodes come again. For one round of them
 * Redmine is dead.
 */
public final class Loop implements Drill {

    /**
     * How long it is told.
     *
     * @param pumps of which one is blocked in each round, and the others run under full load
     * @param periodMillis from one reading of a pump to its next
     * @param rounds of episodes before the retraining, and as many after it; at least 2: Redmine is dead in the second
     * @param readings that an episode lasts
     * @param healthy readings of each before any episode
     */
    public record Pace(int pumps, int periodMillis, int rounds, int readings, int healthy) {
        /** Some minutes. */
        public static final Pace DRILL = new Pace(6, 10, 4, 400, 1_500);
        /** For a build. */
        public static final Pace ROUND = new Pace(5, 10, 2, 300, 800);

        Pace longer(int more) {
            return new Pace(pumps, periodMillis, rounds + more, readings, healthy);
        }

        int episodes() {
            return rounds * pumps;
        }
    }

    private final Pace pace;

    public Loop() {
        this(Pace.DRILL);
    }

    public Loop(Pace pace) {
        this.pace = pace;
    }

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public String about() {
        return "alert, ticket in a real Redmine, finding, label, better model; one ticket an episode, also while Redmine is dead";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        Pace whole = pace.longer(rounds - 1);
        try (Redmine redmine = new Redmine(ganglion, folder.resolve("redmine"));
                Node node = node(ganglion, folder, redmine.start(), whole)) {
            node.exec("feature:install --no-auto-refresh " + trainer());
            PlantDiary diary = new PlantDiary();
            try (SteadyLoad load =
                            SteadyLoad.live(node, node.login("drill", "gateway"), whole.pumps(), whole.periodMillis());
                    Fitter fitter = new Fitter(redmine, diary)) {
                InsightLog log = new InsightLog(load.pumps());
                try (MqttWire listener = MqttWire.subscriber(
                        node.mqttPort(),
                        "listener",
                        node.login("listener", "reader"),
                        "ganglion/plant1/insight/#",
                        1,
                        log::take)) {
                    load.start();
                    Outcome outcome = new Circle(whole, node, redmine, load, log, diary, fitter).whole();
                    if (listener.broken() != null) {
                        throw new IOException("the listener was cut off: " + listener.broken());
                    }
                    return outcome;
                }
            }
        }
    }

    private static Node node(Ganglion ganglion, Path folder, Redmine redmine, Pace pace) throws IOException {
        return Node.at(ganglion, folder, "loop")
                .configured("io.ganglion.pipeline", Map.of("publish", "all", "keepers", "store"))
                .configured("io.ganglion.maintenance.redmine-plant", redmine.connection())
                .configured("io.ganglion.feedback", Map.of("poll_s", "2"))
                .configured(
                        "io.ganglion.feedback.policy-uptime",
                        Map.of("use_case", "uptime", "contract", "Pump", "system", "redmine", "hold_off_s", "1"))
                // What people found shall be the reason, and not that pumps drift.
                .configured(
                        "io.ganglion.learning",
                        Map.of(
                                "labels", "" + pace.episodes(),
                                "quiet_s", "5",
                                "rest_min", "60",
                                "refuted_percent", "0",
                                "drift_devices", "0",
                                "drift_persistent_min", "0",
                                "start", "scratch",
                                // A label ends where the first model's own alert did, so that finds all of it by
                                // definition.
                                "tolerance_percent", "3",
                                "then", "shadow"))
                .configured(
                        "io.ganglion.inference.rollout",
                        Map.of(
                                "promotion", "not_worse",
                                "measure", "refuted",
                                "canary_share", "0.5",
                                "least_rows", "2000",
                                "least_minutes", "0",
                                "guard_minutes", "10"))
                .start();
    }

    private static String trainer() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "ganglion-trainer-linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }
}
