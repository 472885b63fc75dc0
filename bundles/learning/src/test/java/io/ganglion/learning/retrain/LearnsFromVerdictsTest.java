// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.learning.SmallModel;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician refuted, the next version leaves alone; what one confirmed, it still finds. */
class LearnsFromVerdictsTest {
    private static final int COMMISSIONING = 200;
    /** Rows of an episode, and from the begin of one to the begin of the next. */
    private static final int EPISODE = 50;

    private static final int APART = 150;
    /**
     * What the bypass adds to the current, in the device's own deviations: further out than a row may lie of which nobody
     * speaks, or it would be learned from anyway, and not thrice as far.
     */
    private static final double BYPASS = 10;
    /** The one whose episodes were labelled; the others show whether it was understood. */
    private static final String TAUGHT = "pump-2";

    private static final int FAULT_FROM = 1_350;
    private static final int FAULT_TO = 1_400;

    @TempDir
    Path folder;

    private record Alerts(int refuted, int faultsFound, int devices) {}

    @Test
    void aModelRetrainedWithRefutedEpisodes_raisesFewerOfThem_andStillFindsTheFault() throws Exception {
        List<Observation> lived = lived("9", Set.of(TAUGHT));
        List<Observation> others = lived("77", Set.of("pump-1", "pump-2", "pump-3", "pump-4"));
        Map<String, byte[]> taught = retrained(folder.resolve("taught"), lived, true);
        Map<String, byte[]> untold = retrained(folder.resolve("untold"), lived, false);
        Alerts before = alerts(taught.get("champion.json"), taught.get("champion.zip"), others);
        Alerts after = alerts(taught.get("model.json"), taught.get("network.zip"), others);
        Alerts without = alerts(untold.get("model.json"), untold.get("network.zip"), others);
        System.out.printf(
                "refuted alerts on other pumps: %d by the champion, %d retrained without labels, %d with them; faults"
                        + " found: %d, %d, %d of %d%n",
                before.refuted(),
                without.refuted(),
                after.refuted(),
                before.faultsFound(),
                without.faultsFound(),
                after.faultsFound(),
                before.devices());
        assertThat(before.refuted()).as("there is something to learn").isGreaterThan(20);
        assertThat(after.refuted()).isLessThan(before.refuted() / 2).isLessThan(without.refuted());
        assertThat(after.faultsFound()).isEqualTo(after.devices());
        JsonNode card = new ObjectMapper().readTree(taught.get("card.json"));
        assertThat(card.at("/retraining/labels/REFUTED").asInt()).isEqualTo(7);
        assertThat(card.at("/retraining/labels/CONFIRMED").asInt()).isEqualTo(2);
        assertThat(card.at("/retraining/labels/MISSED").asInt()).isEqualTo(2);
        assertThat(card.at("/retraining/window/faultRows").asInt()).isEqualTo(4 * EPISODE);
    }

    /** A candidate of a node that lived through this, and its champion beside it. */
    private static Map<String, byte[]> retrained(Path folder, List<Observation> lived, boolean labelled)
            throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            Map<String, byte[]> champion = plant.models.get(Plant.CHAMPION);
            String recipe = SmallModel.recipe("pump-small", 120)
                    .replace("hidden: [8, 1, 8]", "hidden: [16, 2, 16]")
                    .replace("farthest: 20", "farthest: 6");
            champion.put("recipe.yaml", recipe.getBytes(StandardCharsets.UTF_8));
            plant.keep(lived);
            if (labelled) {
                label(plant);
            }
            try (School school =
                    plant.school(Map.of("start", "scratch", "tolerance_percent", 100.0, "min_rows", 500))) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-small", "op", "").number());
                assertThat(firing.outcome()).as(firing.explanation()).isEqualTo(Outcome.CANDIDATE);
                System.out.println(firing.explanation());
            }
            Map<String, byte[]> files = new TreeMap<>();
            files.put("champion.json", champion.get("model.json"));
            files.put("champion.zip", champion.get("network.zip"));
            Path jar = folder.resolve("learning/candidates/pump-small@1.1.0/model.jar");
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (String name : List.of("model.json", "network.zip", "card.json")) {
                    try (InputStream in = zip.getInputStream(zip.getEntry("model/" + name))) {
                        files.put(name, in.readAllBytes());
                    }
                }
            }
            return files;
        }
    }

    private static void label(Plant plant) {
        for (int from = first(); from < FAULT_FROM - APART; from += APART) {
            plant.add(RetrainingTest.label(TAUGHT, from, from + EPISODE, Finding.REFUTED));
        }
        for (int pump = 1; pump <= 4; pump++) {
            plant.add(RetrainingTest.label(
                    "pump-" + pump, FAULT_FROM, FAULT_TO, pump % 2 == 0 ? Finding.CONFIRMED : Finding.MISSED));
        }
    }

    private static int first() {
        return COMMISSIONING + 50;
    }

    /** Pumps on which, now and then, an operator opens the bypass: more current, no fault. Later a bearing wears. */
    private static List<Observation> lived(String seed, Set<String> bypassed) {
        Map<String, List<Observation>> devices = new TreeMap<>();
        for (Observation row : SmallModel.pumps(Plant.START, Map.of("seed", seed))) {
            devices.computeIfAbsent(row.device(), name -> new ArrayList<>()).add(row);
        }
        List<Observation> rows = new ArrayList<>();
        devices.forEach((device, all) -> {
            double more = BYPASS * deviation(all);
            for (int at = 0; at < all.size(); at++) {
                boolean bypass = bypassed.contains(device)
                        && at >= first()
                        && at < FAULT_FROM - APART
                        && (at - first()) % APART < EPISODE;
                boolean fault = at >= FAULT_FROM && at < FAULT_TO;
                rows.add(moved(all.get(at), fault ? 2.5 : 1, bypass ? more : 0));
            }
        });
        return rows;
    }

    /** Of the current over the rows that commission the device, averaged as the model averages. */
    private static double deviation(List<Observation> rows) {
        int column = rows.get(0).contract().column("motorCurrent");
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < COMMISSIONING; i++) {
            double mean = 0;
            for (int k = 0; k < 5; k++) {
                mean += rows.get(i + k).values()[column] / 5;
            }
            sum += mean;
            squares += mean * mean;
        }
        return Math.sqrt(squares / COMMISSIONING - sum / COMMISSIONING * sum / COMMISSIONING);
    }

    private static Observation moved(Observation row, double vibration, double current) {
        double[] values = row.values().clone();
        values[row.contract().column("vibrationX")] *= vibration;
        values[row.contract().column("motorCurrent")] += current;
        return new Observation(
                row.contract(),
                row.device(),
                row.entity(),
                row.time(),
                row.receivedAt(),
                values,
                row.good(),
                row.texts());
    }

    /** Episodes of the bypass on which the model speaks, and devices whose fault it finds. */
    private static Alerts alerts(byte[] json, byte[] network, List<Observation> rows) throws Exception {
        ModelSpec spec = new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(json, ModelSpec.class);
        Scoring scoring = ServiceLoader.load(Scoring.class).findFirst().orElseThrow();
        Map<String, List<Observation>> devices = new TreeMap<>();
        rows.forEach(row ->
                devices.computeIfAbsent(row.device(), name -> new ArrayList<>()).add(row));
        int refuted = 0;
        int found = 0;
        for (List<Observation> device : devices.values()) {
            ModelSpec own = scoring.commission(spec, network, device.subList(0, COMMISSIONING));
            double[] scores = scoring.scores(own, network, device);
            for (int from = first(); from < FAULT_FROM - APART; from += APART) {
                refuted += speaks(scores, from, from + EPISODE, own.threshold()) ? 1 : 0;
            }
            found += speaks(scores, FAULT_FROM, FAULT_TO, own.threshold()) ? 1 : 0;
        }
        return new Alerts(refuted, found, devices.size());
    }

    private static boolean speaks(double[] scores, int from, int to, double threshold) {
        for (int row = from; row < to; row++) {
            if (scores[row] > threshold) {
                return true;
            }
        }
        return false;
    }
}
