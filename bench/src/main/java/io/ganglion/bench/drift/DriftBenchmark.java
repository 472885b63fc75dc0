// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.drift;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.bench.Benchmark;
import io.ganglion.bench.Contest;
import io.ganglion.bench.Figures;
import io.ganglion.bench.drift.FleetRuns.Outcome;
import io.ganglion.learning.drift.DriftSettings;
import io.ganglion.learning.drift.DriftStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bench/run drift}: the detectors on the papers' streams, on pumps, on a real test bed, and their cost a sample. */
public final class DriftBenchmark implements Benchmark {
    private static final int DAY = 86_400;
    /** Few microseconds a sample, and false alarms that nobody is woken by. */
    private static final double MOST_NANOS = 5_000;

    private static final double MOST_FALSE_A_DAY = 0.05;
    private static final double MOST_DELAY = 600;

    private final Map<String, Double> figures = new LinkedHashMap<>();

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public String about() {
        return "drift detectors: delay and false alarms beside the published values, on pumps and a test bed, and their cost";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        figures.clear();
        PaperStreams papers = new PaperStreams(quick);
        papers.print();
        figures.putAll(papers.figures());
        PumpFleet fleet = new PumpFleet(Path.of(System.getProperty("ganglion.root", ".")));
        boolean fleetHolds = fleet(new FleetRuns(fleet), quick);
        double nanos = stage(fleet, quick);
        boolean cheap = costs(quick) & nanos < MOST_NANOS;
        return new Figures("ns a row of 8 inputs and a score", nanos, figures, papers.holds() & fleetHolds & cheap);
    }

    private boolean fleet(FleetRuns runs, boolean quick) throws Exception {
        System.out.printf(
                "%n%-46s %8s %8s %8s %10s %8s %8s %8s%n",
                "machines", "dev-days", "false", "a day", "95% below", "seen", "median", "worst");
        DriftSettings day = DriftSettings.standard();
        int devices = quick ? 6 : 30;
        Outcome healthy = runs.pumps(day, devices, (quick ? 3 : 7) * DAY, Integer.MAX_VALUE, 0, 1_000);
        print("pumps, healthy, 24 h reference", "healthy", healthy);
        Outcome fast = runs.pumps(day, devices, DAY + 3_600 + 2_000, DAY + 3_600, 3_600, 1_000);
        print("pumps, worn out within an hour", "wear_hour", fast);
        Outcome slow = runs.pumps(day, devices, DAY + 3_600 + 12_000, DAY + 3_600, DAY, 1_000);
        print("pumps, worn out within a day", "wear_day", slow);
        Outcome hour = runs.pumps(FleetRuns.anHour(), devices, 2 * DAY, Integer.MAX_VALUE, 0, 1_000);
        print("pumps, healthy, 1 h reference (too short)", "healthy_hour_reference", hour);
        Outcome story = runs.pumps(FleetRuns.minutes(), 2 * devices, 12_000, Integer.MAX_VALUE, 0, 50);
        print("pumps, healthy, 20 rows/s, 10 min, story", "story_healthy", story);
        Outcome wearing = runs.pumps(FleetRuns.minutes(), 2 * devices, 7_000, 4_000, 2_000, 50);
        print("pumps, worn out in 2,000 rows, 20 rows/s, story", "story_wear", wearing);
        Outcome bed =
                runs.testBed(FleetRuns.anHour(), Path.of(System.getenv().getOrDefault("GANGLION_SHARED", "../shared")));
        if (bed == null) {
            System.out.println("test bed of SKAB: its data are not here, skipped");
        } else {
            print("test bed of SKAB, healthy, 1 h reference", "skab", bed);
        }
        return healthy.falsePerDay() <= MOST_FALSE_A_DAY
                && healthy.falseModels() == 0
                && fast.seen() == devices
                && fast.worst() <= MOST_DELAY
                && slow.seen() == devices
                && wearing.seen() == 2 * devices
                && wearing.worst() <= MOST_DELAY
                && story.falseModels() == 0;
    }

    private void print(String machines, String field, Outcome outcome) {
        System.out.printf(
                "%-46s %8.2f %8d %8.3f %10.3f %5d/%-3d %7.0f %8.0f%n",
                machines,
                outcome.deviceDays(),
                outcome.falseSignals(),
                outcome.falsePerDay(),
                outcome.atMost(),
                outcome.seen(),
                outcome.devices(),
                outcome.median(),
                outcome.worst());
        figures.put(field + "_false", (double) outcome.falseSignals());
        figures.put(field + "_device_days", outcome.deviceDays());
        if (outcome.seen() > 0) {
            figures.put(field + "_delay_median", outcome.median());
            figures.put(field + "_delay_worst", outcome.worst());
        }
    }

    private boolean costs(boolean quick) throws Exception {
        boolean cheap = true;
        System.out.printf("%n%-24s %10s %10s%n", "a sample", "ns", "bytes");
        for (Map.Entry<String, Contest.Score> one : Costs.measure(quick).entrySet()) {
            double nanos = 1e9 / one.getValue().perCpuSecond();
            System.out.printf(
                    "%-24s %,10.0f %,10.1f%n",
                    one.getKey(), nanos, one.getValue().bytes());
            figures.put(one.getKey() + "_ns", nanos);
            cheap &= one.getKey().startsWith("library") || nanos < MOST_NANOS;
        }
        return cheap;
    }

    /** CPU time of the stage a row, and the memory of a device, both once everything is learned. */
    private double stage(PumpFleet fleet, boolean quick) throws Exception {
        DriftSettings settings = DriftSettings.standard().withReference(3_600, Duration.ZERO);
        DriftStage stage = fleet.stage(settings);
        Stage.Operator operator = stage.open(0);
        List<Observation> rows = fleet.rows("pump-cost", 20_000, Map.of());
        List<PumpFleet.Thought> thoughts = fleet.think(rows);
        PumpFleet.run(operator, thoughts);
        List<PumpFleet.Thought> watched = thoughts.subList(10_000, 20_000);
        Contest.Score score = new Contest(quick)
                .add("stage", times -> {
                    for (int i = 0; i < times; i++) {
                        PumpFleet.Thought thought = watched.get(i % watched.size());
                        operator.take(thought.window());
                        operator.note(thought.insight());
                    }
                    return times;
                })
                .run()
                .get("stage");
        double nanos = 1e9 / score.perCpuSecond();
        double bytes = bytesOfADevice(fleet, thoughts.subList(0, 6_000));
        System.out.printf(
                "%nstage, 8 inputs and a score: %.0f ns a row, %.2f bytes allocated a row; a watched device holds %,.0f bytes%n",
                nanos, score.bytes(), bytes);
        figures.put("stage_allocated_bytes", score.bytes());
        figures.put("device_bytes", bytes);
        return nanos;
    }

    private static double bytesOfADevice(PumpFleet fleet, List<PumpFleet.Thought> thoughts) throws Exception {
        int devices = 200;
        List<Stage.Operator> kept = new ArrayList<>();
        long before = used();
        for (int i = 0; i < devices; i++) {
            // One device an operator: the same name again, and nothing of the rows stays.
            Stage.Operator operator = fleet.stage(DriftSettings.standard().withReference(3_600, Duration.ZERO))
                    .open(0);
            PumpFleet.run(operator, thoughts);
            kept.add(operator);
        }
        double each = (double) (used() - before) / kept.size();
        kept.forEach(Stage.Operator::close);
        return each;
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
