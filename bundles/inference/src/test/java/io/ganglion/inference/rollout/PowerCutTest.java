// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static io.ganglion.inference.rollout.Plant.PUMP;
import static io.ganglion.inference.rollout.Plant.id;
import static io.ganglion.inference.rollout.Plant.plan;
import static io.ganglion.inference.rollout.Plant.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes in the middle of a switch: the node starts with exactly one of the two, and says which. */
class PowerCutTest {
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Cuts the power before a step of the write that comes after it has been armed. */
    private static final class Fuse implements Consumer<String> {
        private boolean armed;
        private int left;
        private String blewAt = "";

        void arm(int steps) {
            armed = true;
            left = steps;
        }

        @Override
        public void accept(String step) {
            if (armed && left-- <= 0) {
                blewAt = step;
                throw new PowerCut();
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    void atEveryStepOfASwitch_aPowerCutLeavesExactlyOneOfTheTwo_andTheStartSaysWhich() throws Exception {
        Set<String> steps = new HashSet<>();
        Map<String, String> outcome = new TreeMap<>();
        for (int step = 0; ; step++) {
            Path home = folder.resolve("at-" + step);
            Fuse fuse = new Fuse();
            try (Plant plant = new Plant(home, fuse)) {
                plant.bring("1.0.0", spec(100));
                plant.desk.route(plan("1.0.0"), "ada", "first");
                plant.bring("1.1.0", spec(100));
                fuse.arm(step);
                switchTo(plant, "1.1.0");
            }
            if (fuse.blewAt.isEmpty()) {
                break;
            }
            steps.add(fuse.blewAt);
            try (Plant plant = new Plant(home)) {
                plant.bring("1.1.0", spec(100));
                plant.bring("1.0.0", spec(100));
                Decision resumed = plant.desk.decisions(PUMP, 1).get(0);
                String answers = plant.champion();
                assertThat(answers).isIn("1.0.0", "1.1.0");
                assertThat(resumed.kind()).isEqualTo(Kind.RESUMED);
                assertThat(resumed.champion()).contains(id(answers));
                assertThat(resumed.plan()).isEqualTo(plan(answers));
                assertThat(resumed.reason())
                        .startsWith("the node started, and pump-anomaly@" + answers + " answers as before");
                assertThat(numbers(plant)).as("numbers have no gap").isEqualTo(upTo(resumed.number()));
                outcome.put(fuse.blewAt, answers + ": " + resumed.reason());
                assertThat(plant.desk.route(plan("1.1.0"), "ada", "again").champion())
                        .contains(id("1.1.0"));
            }
        }
        outcome.forEach((step, said) -> System.out.println("power cut before " + step + " -> " + said));
        assertThat(steps)
                .contains("draft", "half a draft", "whole draft", "move", "moved", "log", "half a line", "logged");
        assertThat(outcome.get("half a draft")).contains("1.0.0", "had not reached the disk");
        assertThat(outcome.get("move")).contains("1.0.0", "had not reached the disk", "and is not done: second");
        assertThat(outcome.get("moved"))
                .contains("1.1.0", "was on the disk when the node stopped, and is done: second");
        assertThat(outcome.get("half a line")).contains("1.1.0", "is done: second");
    }

    private static void switchTo(Plant plant, String version) {
        try {
            plant.desk.route(plan(version), "ada", "second");
        } catch (PowerCut cut) {
            assertThat(plant.champion())
                    .as("nothing switches before it is on the disk")
                    .isEqualTo("1.0.0");
        }
    }

    private static List<Long> numbers(Plant plant) {
        return plant.desk.decisions("", 100).stream()
                .map(Decision::number)
                .sorted()
                .toList();
    }

    private static List<Long> upTo(long last) {
        return java.util.stream.LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aDiskThatRefuses_changesNothing_andTheOperatorIsTold() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.bring("1.0.0", spec(100));
            plant.desk.route(plan("1.0.0"), "ada", "");
            plant.bring("1.1.0", spec(100));
            Path draft = folder.resolve("routes/routes.json.tmp");
            Files.createDirectory(draft);
            assertThatThrownBy(() -> plant.desk.route(plan("1.1.0"), "ada", ""))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is not on the disk, so nothing has changed")
                    .hasMessageContaining("try again");
            assertThat(plant.champion()).isEqualTo("1.0.0");
            Files.delete(draft);
            plant.desk.route(plan("1.1.0"), "ada", "");
            assertThat(plant.champion()).isEqualTo("1.1.0");
        }
    }

    @Test
    void aDamagedFile_isSetAside_andPlansComeFromTheDecisions() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.bring("1.0.0", spec(100));
            plant.bring("1.1.0", spec(100));
            plant.desk.route(plan("1.0.0"), "ada", "");
        }
        Files.writeString(folder.resolve("routes/routes.json"), "{\"format\":");
        Files.writeString(folder.resolve("routes/decisions.jsonl"), "{\"num", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("routes/arms.json"), "nonsense");
        try (Plant plant = new Plant(folder)) {
            plant.bring("1.0.0", spec(100));
            plant.bring("1.1.0", spec(100));
            assertThat(plant.champion()).isEqualTo("1.0.0");
            assertThat(plant.desk.decisions(PUMP, 1).get(0).kind()).isEqualTo(Kind.RESUMED);
            assertThat(folder.resolve("routes/routes.json.damaged")).exists();
        }
    }

    @Test
    void theLog_isBounded_andItsNumbersGoOn() throws Exception {
        RouteStore store = new RouteStore(folder, 10, step -> {});
        Map<String, Standing> standings = new TreeMap<>(store.open());
        for (int i = 0; i < 95; i++) {
            commit(store, standings, i);
        }
        assertThat(store.entries()).hasSizeBetween(10, 20);
        RouteStore again = new RouteStore(folder, 10, step -> {});
        again.open();
        assertThat(again.next()).isEqualTo(96);
        assertThat(again.entries()).isEqualTo(store.entries());
        assertThat(Files.readString(folder.resolve("decisions.jsonl"), StandardCharsets.UTF_8)
                        .lines()
                        .count())
                .isLessThanOrEqualTo(10);
    }

    private static void commit(RouteStore store, Map<String, Standing> standings, int i) throws IOException {
        ModelId champion = id("1." + i + ".0");
        RoutePlan plan = plan("1." + i + ".0");
        standings.put(PUMP, new Standing(plan, Map.of(), Optional.of(champion), List.of(), Instant.EPOCH, ""));
        Decision decision = new Decision(
                store.next(), Instant.EPOCH, PUMP, Kind.ROUTED, Optional.of(champion), plan, "ada", "number " + i);
        store.commit(standings, new Entry(decision, List.of()));
    }

    /** A process that does nothing but switch, killed again and again. */
    @Test
    void aProcessKilledWhileItSwitches_comesBackWithOneOfItsLastTwoPlans() throws Exception {
        Path home = folder.resolve("killed");
        for (int round = 0; round < 4; round++) {
            Process child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PowerCutTest.class.getName(),
                            home.toString())
                    .redirectErrorStream(true)
                    .start();
            long seen = -1;
            int done = 0;
            var lines = child.inputReader(StandardCharsets.UTF_8);
            while (done < 40 + 13 * round) {
                String line = lines.readLine();
                assertThat(line).as("the child runs until it is killed").isNotNull();
                if (line.startsWith("done ")) {
                    seen = Long.parseLong(line.substring(5));
                    done++;
                }
            }
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            RouteStore store = new RouteStore(home, step -> {});
            Map<String, Standing> standings = store.open();
            Entry last = store.entries().get(store.entries().size() - 1);
            assertThat(last.decision().number()).as("acknowledged is kept").isGreaterThanOrEqualTo(seen);
            assertThat(standings.get(PUMP).champion()).isEqualTo(last.decision().champion());
            assertThat(standings.get(PUMP).plan()).isEqualTo(last.decision().plan());
            assertThat(store.next()).isEqualTo(last.decision().number() + 1);
        }
    }

    /** Switches until it is killed, and says each decision that is done. */
    public static void main(String[] arguments) throws Exception {
        RouteStore store = new RouteStore(Path.of(arguments[0]), 50, step -> {});
        Map<String, Standing> standings = new TreeMap<>(store.open());
        for (int i = 0; i < 1_000_000; i++) {
            long number = store.next();
            commit(store, standings, i % 100);
            System.out.println("done " + number);
        }
    }
}
