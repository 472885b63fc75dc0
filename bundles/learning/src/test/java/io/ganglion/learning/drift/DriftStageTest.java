// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.learning.Drift.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage as the pipeline runs it, fed by the simulated machine. A row each ten seconds: a day is 8,640. */
class DriftStageTest {
    private static final int DAY = 8_640;
    private static final DriftSettings SETTINGS = DriftSettings.standard();

    @TempDir
    Path data;

    private final Pumps pumps = new Pumps();

    private DriftStage stage(DriftSettings settings) {
        DriftStage stage = new DriftStage(data, settings, model -> Optional.empty(), Runnable::run);
        stage.setModels(pumps.models());
        return stage;
    }

    private static Standing of(DriftStage stage, String device) {
        return stage.standings().stream()
                .filter(one -> one.device().equals(device))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void healthyPumps_areWatchedForThreeDays_withoutASignal() {
        DriftStage stage = stage(SETTINGS);
        for (int device = 1; device <= 6; device++) {
            pumps.run(stage, pumps.rows("healthy-" + device, 3 * DAY, Map.of()));
        }

        assertThat(stage.signals(100)).isEmpty();
        assertThat(stage.standings()).hasSize(6).allSatisfy(one -> {
            assertThat(one.rows()).isGreaterThan(3 * DAY - 10);
            assertThat(one.index()).isNotNaN();
            assertThat(one.drifting()).isEmpty();
        });
    }

    @Test
    void aWornPump_driftsWithinTheStatedDelay_andSaysSoOnce_notOncePerRow() {
        DriftStage stage = stage(SETTINGS);
        int onset = DAY + 600;
        pumps.run(
                stage,
                pumps.rows(
                        "worn-1",
                        onset + 1_900,
                        Map.of("fault", "wear", "fault_from", "" + onset, "fault_rows", "2000")));

        List<Signal> signals = stage.signals(100);
        assertThat(signals)
                .extracting(Signal::subject)
                .contains("vibrationX", "vibrationY")
                .doesNotHaveDuplicates();
        assertThat(signals).allSatisfy(signal -> {
            assertThat(signal.row()).isGreaterThan(onset);
            assertThat(signal.device()).isEqualTo("worn-1");
            assertThat(signal.statistic()).isGreaterThan(signal.bound());
        });
        // Newest first: the last is the one that came first. It needs 14 blocks of 16 rows, and some wear.
        assertThat(signals.get(signals.size() - 1).row()).isLessThan(onset + 450);
        assertThat(of(stage, "worn-1").drifting()).contains("vibrationX");
    }

    @Test
    void threeOfFourPumpsThatWear_makeTheModelDrift_once() {
        DriftStage stage = stage(SETTINGS);
        int onset = DAY + 600;
        pumps.run(stage, pumps.rows("well-1", onset + 100, Map.of()));
        Map<String, String> wear = Map.of("fault", "wear", "fault_from", "" + onset, "fault_rows", "2000");
        pumps.run(stage, pumps.rows("worn-1", onset + 1_500, wear));
        assertThat(stage.signals(100)).noneMatch(signal -> signal.device().isEmpty());
        pumps.run(stage, pumps.rows("worn-2", onset + 1_500, wear));
        pumps.run(stage, pumps.rows("worn-3", onset + 1_500, wear));

        assertThat(stage.signals(100))
                .filteredOn(
                        signal -> signal.device().isEmpty() && signal.subject().equals("vibrationX"))
                .singleElement()
                .satisfies(signal -> {
                    assertThat(signal.detector()).isEqualTo("quorum");
                    assertThat(signal.statistic()).isEqualTo(2);
                });
    }

    @Test
    void afterARestart_theReferenceIsThere_andTheWatchGoesOn() {
        int onset = DAY + 600;
        List<Observation> rows = pumps.rows(
                "worn-1", onset + 1_000, Map.of("fault", "wear", "fault_from", "" + onset, "fault_rows", "2000"));
        DriftStage before = stage(SETTINGS);
        pumps.run(before, rows.subList(0, onset));
        assertThat(before.signals(1)).isEmpty();

        DriftStage after = stage(SETTINGS);
        pumps.run(after, rows.subList(onset, rows.size()));

        assertThat(after.signals(100)).extracting(Signal::subject).contains("vibrationX");
        assertThat(stage(SETTINGS).signals(100)).as("kept over one more start").isEqualTo(after.signals(100));
    }

    @Test
    void anotherVersionOfTheModel_learnsAnew() {
        DriftStage stage = stage(SETTINGS);
        Stage.Operator operator = stage.open(0);
        List<Observation> rows = pumps.rows("pump-1", DAY + 2_000, Map.of());
        pumps.run(operator, rows);
        assertThat(of(stage, "pump-1").index()).isNotNaN();
        pumps.answeredBy("1.1.0");
        pumps.run(operator, rows.subList(DAY, DAY + 200));

        assertThat(of(stage, "pump-1"))
                .satisfies(one -> assertThat(one.model()).isEqualTo("pump-anomaly@1.1.0"))
                .satisfies(one -> assertThat(one.rows()).isLessThan(201))
                .satisfies(one -> assertThat(one.index()).isNaN());
    }

    @Test
    void aDeviceThatIsCommissionedAnew_learnsAnew() {
        DriftStage stage = stage(SETTINGS);
        Stage.Operator operator = stage.open(0);
        List<Observation> rows = pumps.rows("pump-1", DAY + 2_000, Map.of());
        pumps.run(operator, rows);
        assertThat(of(stage, "pump-1").index()).isNotNaN();
        assertThat(data.resolve("drift")).isNotEmptyDirectory();
        pumps.recommission("pump-1");
        pumps.run(operator, rows.subList(0, 200));

        assertThat(of(stage, "pump-1").index()).isNaN();
        assertThat(data.resolve("drift")).isEmptyDirectory();
    }

    @Test
    void aSensorThatGoesAway_isSeen_andNothingElse() {
        DriftStage stage = stage(SETTINGS);
        Stage.Operator operator = stage.open(0);
        List<Observation> rows = pumps.rows("pump-1", DAY + 2_000, Map.of());
        pumps.run(operator, rows.subList(0, DAY + 1_000));
        pumps.run(
                operator,
                rows.subList(DAY + 1_000, DAY + 2_000).stream()
                        .map(row -> Pumps.without(row, "flow"))
                        .toList());

        assertThat(stage.signals(100)).singleElement().satisfies(signal -> {
            assertThat(signal.subject()).isEqualTo("missing:flow");
            assertThat(signal.row()).isLessThan(DAY + 1_000 + 160);
        });
        assertThat(of(stage, "pump-1").missing()).isGreaterThan(0.12);
    }

    @Test
    void rowsFromTheQuarantine_areNotWatched() {
        DriftStage stage = stage(SETTINGS);
        Stage.Operator operator = stage.open(0);
        List<Observation> rows = pumps.rows("pump-1", 400, Map.of());
        pumps.run(operator, rows);
        long before = of(stage, "pump-1").rows();
        pumps.run(operator, rows.stream().map(Pumps::replayed).toList());

        assertThat(of(stage, "pump-1").rows()).isEqualTo(before);
    }

    @Test
    void beyondTheLimit_theDeviceSeenLongestAgoMakesRoom_andKeepsItsReference() {
        DriftSettings two =
                new DriftSettings(DriftSettings.DETECTORS, 2, 4, 16, 0.002, 1e-4, 1_000, Duration.ZERO, 16, 64, 2, 0.3);
        DriftStage stage = stage(two);
        try (Stage.Operator operator = stage.open(0)) {
            List<Observation> first = pumps.rows("pump-1", 2_000, Map.of());
            pumps.run(operator, first);
            pumps.run(operator, pumps.rows("pump-2", 100, Map.of()));
            pumps.run(operator, pumps.rows("pump-3", 100, Map.of()));
            assertThat(stage.standings()).extracting(Standing::device).containsExactly("pump-2", "pump-3");

            pumps.run(operator, first.subList(1_900, 2_000));
            assertThat(of(stage, "pump-1").index()).isNotNaN();
        }
        assertThat(stage.standings()).isEmpty();
    }

    @Test
    void aRowAllocatesNothing() {
        DriftStage stage = stage(SETTINGS.withReference(1_000, Duration.ZERO));
        List<Observation> rows = pumps.rows("pump-1", 12_000, Map.of());
        Stage.Operator operator = stage.open(0);
        Pumps.Prepared prepared = pumps.prepare(rows);
        prepared.run(operator, 0, 6_000);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        prepared.run(operator, 6_000, 12_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(of(stage, "pump-1").index()).isNotNaN();
        // The question itself allocates, and so does sorting where the JDK feels like it.
        assertThat(bytes / 6_000.0).isLessThan(1);
    }

    @Test
    void aModelThatNobodyKnows_isNotWatched_andCostsNothing() {
        DriftStage stage = new DriftStage(data, SETTINGS, model -> Optional.empty(), Runnable::run);
        pumps.run(stage, pumps.rows("pump-1", 100, Map.of()));

        assertThat(stage.standings()).isEmpty();
    }

    @Test
    void whereTheModelSaysWhatItWasTrainedWith_theIndexIsAgainstThat() {
        List<Observation> training = pumps.rows("trained-1", 2_000, Map.of());
        Reference reference = Reference.of(List.of(new Reference.Trained(training, Pumps.SPEC, new double[0])));
        Reference elsewhere = new Reference(
                reference.rows(), Map.of("flow", moved(reference.subjects().get("flow"))));
        DriftSettings settings = SETTINGS.withReference(1_000, Duration.ZERO);
        List<Observation> rows = pumps.rows("pump-1", 6_000, Map.of());

        DriftStage own = stage(settings);
        pumps.run(own, rows);
        DriftStage trained =
                new DriftStage(data.resolve("b"), settings, model -> Optional.of(elsewhere), Runnable::run);
        trained.setModels(pumps.models());
        pumps.run(trained, rows);

        assertThat(of(trained, "pump-1").index())
                .isGreaterThan(1)
                .isGreaterThan(of(own, "pump-1").index());
    }

    private static Shares moved(Shares shares) {
        return new Shares(
                Arrays.stream(shares.edgeArray())
                        .map(edge -> edge + 500)
                        .boxed()
                        .toList(),
                shares.shares());
    }
}
