// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.learning.Drift.Standing;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a model is made anew, on a clock that the test turns. */
class WatchTest {
    private static final Map<String, Object> SETTINGS =
            Map.of("quiet_s", 600, "rest_min", 60, "drift_devices", 3, "drift_persistent_min", 120);

    @TempDir
    Path folder;

    private Plant plant;
    private Watch watch;
    private FiringLog log;
    private Instant now = Plant.NOW;

    @BeforeEach
    void open() throws Exception {
        plant = new Plant(folder);
        watch = new Watch(plant, ZoneOffset.UTC, Plant.NOW);
        log = new FiringLog(folder.resolve("firings.log"));
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        plant.close();
    }

    private Optional<Watch.Cause> look(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        Policy policy = Policies.of(Settings.of(settings)).of("pump-small");
        return watch.look("pump-small", "Pump", policy.triggers(), Watch.Past.of("pump-small", log), now);
    }

    private Optional<Watch.Cause> look() {
        return look(Map.of());
    }

    private void pass(int minutes) {
        now = now.plus(Duration.ofMinutes(minutes));
    }

    private void drift(String device, int minute) {
        Instant at = Plant.NOW.plus(Duration.ofMinutes(minute));
        plant.signals.add(0, new Signal("Pump", device, "pump-small@1.0.0", "flow", "adwin", at, 100, 1, 2, 3, 2));
        back(device);
        plant.standings.add(new Standing("Pump", device, "pump-small@1.0.0", 100, List.of("flow"), Double.NaN, 0));
    }

    private void back(String device) {
        plant.standings.removeIf(standing -> standing.device().equals(device));
    }

    private void book(Watch.Cause cause, Outcome outcome, boolean open) {
        Firing firing = new Firing(
                log.next(),
                now,
                "pump-small",
                cause.trigger(),
                cause.evidence(),
                "policy",
                outcome,
                "",
                Optional.empty(),
                0);
        log.add(new FiringLog.Entry(firing, 0, true, open));
    }

    @Test
    void aNoisyDevice_howeverOftenItSignalsAndComesBack_firesNothing() {
        for (int signal = 0; signal < 100; signal++) {
            drift("pump-1", signal);
            assertThat(look()).isEmpty();
            pass(1);
            back("pump-1");
            assertThat(look()).isEmpty();
        }
        pass(600);
        assertThat(look()).isEmpty();
    }

    @Test
    void devicesThatCameBack_countNoMore() {
        for (int device = 1; device <= 3; device++) {
            drift("pump-" + device, 0);
        }
        look();
        back("pump-2");
        pass(10);
        assertThat(look()).isEmpty();
    }

    @Test
    void aModelThatDriftsAsAWhole_fires() {
        plant.signals.add(new Signal("Pump", "", "pump-small@1.0.0", "flow", "quorum", Plant.NOW, 100, 1, 2, 3, 2));
        look();
        pass(10);
        assertThat(look()).isPresent();
    }

    @Test
    void aDeviceThatDriftsForHours_firesAlone() {
        drift("pump-1", 0);
        pass(119);
        assertThat(look()).isEmpty();
        pass(1);
        assertThat(look()).isEmpty();
        pass(10);

        assertThat(look().orElseThrow().evidence())
                .containsEntry("persistentDevice", "pump-1")
                .containsEntry("driftSignals", "1");
    }

    @Test
    void signalsThatBelongTogether_areOneFiring_withAllTheirEvidence_onceItIsQuiet() {
        for (int device = 1; device <= 5; device++) {
            drift("pump-" + device, device);
            assertThat(look()).isEmpty();
            pass(5);
        }
        assertThat(look()).isEmpty();
        pass(10);

        Watch.Cause cause = look().orElseThrow();

        assertThat(cause.trigger()).isEqualTo(Trigger.DRIFT);
        assertThat(cause.evidence())
                .containsEntry("driftingDeviceCount", "5")
                .containsEntry("driftingDevices", "pump-1, pump-2, pump-3, pump-4, pump-5");
    }

    @Test
    void signalsThatNeverRest_fireAllTheSame() {
        int minutes = 0;
        Optional<Watch.Cause> cause = Optional.empty();
        for (int device = 1; cause.isEmpty() && minutes < 200; device++) {
            drift("pump-" + device, minutes);
            cause = look();
            minutes += 5;
            pass(5);
        }
        assertThat(cause).isPresent();
        assertThat(minutes).isLessThan(70);
    }

    @Test
    void whatWasDealtWith_firesNoMore_butWhatFailedDoes_afterItsRest() {
        for (int device = 1; device <= 3; device++) {
            drift("pump-" + device, 0);
        }
        look();
        pass(10);
        Watch.Cause cause = look().orElseThrow();
        book(cause, Outcome.FAILED, true);
        pass(59);
        assertThat(look()).isEmpty();
        pass(1);
        assertThat(look()).isEmpty();
        pass(10);
        book(look().orElseThrow(), Outcome.CANDIDATE, false);

        pass(24 * 60);
        look();
        pass(24 * 60);
        assertThat(look()).isEmpty();
    }

    @Test
    void driftOfAnotherModel_isNotThisOnes() {
        for (int device = 1; device <= 3; device++) {
            plant.signals.add(
                    new Signal("Pump", "pump-" + device, "pump-small-two@1.0.0", "flow", "adwin", now, 1, 1, 2, 3, 2));
        }
        look();
        pass(60);
        assertThat(look()).isEmpty();
    }

    @Test
    void enoughNewLabels_fire_andThoseFromBeforeTheLastFiringCountNoMore() {
        for (int label = 0; label < 20; label++) {
            plant.add(RetrainingTest.label("pump-1", label, label + 1, Finding.REFUTED));
        }
        look();
        pass(10);
        Watch.Cause cause = look().orElseThrow();
        assertThat(cause.trigger()).isEqualTo(Trigger.LABELS);
        assertThat(cause.evidence()).containsEntry("newLabels", "20").containsEntry("findings", "{refuted=20}");

        book(cause, Outcome.CANDIDATE, false);
        pass(24 * 60);
        look();
        pass(24 * 60);
        assertThat(look()).isEmpty();
        assertThat(plant.labels).extracting(Label::at).allMatch(at -> at.isBefore(now));
    }

    @Test
    void aChampionWhoseAlertsAreRefuted_firesByItsAccuracy_andNotAgainOnTheSameAlerts() {
        plant.others.put(Router.class, new Arms(arm(6, 4)));
        look();
        pass(10);
        Watch.Cause cause = look().orElseThrow();
        assertThat(cause.trigger()).isEqualTo(Trigger.ACCURACY);
        assertThat(cause.evidence()).containsEntry("refutedShare", "0.400").containsEntry("judgedAlerts", "10");

        book(cause, Outcome.CANDIDATE, false);
        pass(120);
        look();
        pass(120);
        assertThat(look()).isEmpty();
        plant.others.put(Router.class, new Arms(arm(11, 9)));
        look();
        pass(10);
        assertThat(look()).isPresent();
    }

    @Test
    void aSchedule_firesWhenItIsDue_andCountsFromTheLastTime() {
        Map<String, Object> daily = Map.of("schedule", "daily 03:00", "quiet_s", 0);
        pass(119);
        assertThat(look(daily)).isEmpty();
        pass(1);
        Watch.Cause cause = look(daily).orElseThrow();
        assertThat(cause.evidence()).containsEntry("due", "2026-03-01T03:00:00Z");
        book(cause, Outcome.CANDIDATE, false);
        pass(23 * 60);
        assertThat(look(daily)).isEmpty();
        pass(60);
        assertThat(look(daily)).isPresent();
    }

    private static ArmReport arm(long confirmed, long refuted) {
        return new ArmReport(
                "Pump",
                Plant.CHAMPION,
                ArmReport.Role.CHAMPION,
                Plant.NOW,
                4,
                1_000,
                10,
                confirmed + refuted,
                confirmed,
                refuted,
                Double.NaN,
                0,
                1_000,
                2_000,
                Double.NaN);
    }

    /** A router that knows one arm. */
    private record Arms(ArmReport arm) implements Router {
        @Override
        public List<RoutePlan> plans() {
            return List.of();
        }

        @Override
        public Decision route(RoutePlan plan, String by, String reason) {
            throw new IllegalStateException("nothing to route");
        }

        @Override
        public Decision promote(ModelId model, String by, String reason) {
            throw new IllegalStateException("nothing to promote");
        }

        @Override
        public Decision rollBack(String contract, String by, String reason) {
            throw new IllegalStateException("nothing to roll back");
        }

        @Override
        public List<ArmReport> arms() {
            return List.of(arm);
        }

        @Override
        public List<Decision> decisions(String contract, int limit) {
            return List.of();
        }

        @Override
        public Optional<ModelId> answered(String contract, String device, Instant at) {
            return Optional.empty();
        }

        @Override
        public Comparison compare(ModelId trial) {
            throw new IllegalStateException("no trial");
        }
    }
}
