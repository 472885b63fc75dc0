// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
    private static final Policy.Budget TWO = new Policy.Budget(2, Duration.ofSeconds(100));

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Plant.NOW);

    private Path file() {
        return folder.resolve("firings.log");
    }

    private Desk desk() throws IOException {
        return new Desk(new FiringLog(file()), now::get);
    }

    private static Workshop.Result trained(double cpuSeconds) {
        return new Workshop.Result(Outcome.CANDIDATE, "made", Optional.of(Plant.CHAMPION), 12, cpuSeconds, true, false);
    }

    private static void train(Desk desk, String model, double cpuSeconds) {
        desk.byOperator(model, "op", "why", TWO);
        desk.end(desk.begin().orElseThrow(), trained(cpuSeconds));
    }

    @Test
    void everyStep_isReadBackAfterARestart() throws IOException {
        Desk before = desk();
        Firing asked = before.byOperator("a", "anna", "new bearings", TWO);
        Firing ended = before.end(before.begin().orElseThrow(), trained(7));

        assertThat(asked.explanation()).isEqualTo("begins now");
        assertThat(desk().firings(10)).containsExactly(ended);
        assertThat(ended.evidence()).containsEntry("reason", "new bearings");
        assertThat(ended.candidate()).contains(ModelId.parse("pump-small@1.0.0"));
    }

    @Test
    void whatWaitedWhenTheNodeStopped_waitsAgain_andWhatTrainedHasFailed() throws IOException {
        Desk before = desk();
        before.byOperator("a", "op", "", TWO);
        before.byOperator("b", "op", "", TWO);
        before.begin();

        Desk after = desk();

        assertThat(after.firings(10)).extracting(Firing::outcome).containsExactly(Outcome.WAITING, Outcome.FAILED);
        assertThat(after.firings(10).get(1).explanation()).isEqualTo("the node stopped meanwhile");
        assertThat(after.begin().orElseThrow().model()).isEqualTo("b");
    }

    @Test
    void aLineThatAPowerCutTore_isCutOff_andTheNumbersGoOn() throws IOException {
        Desk before = desk();
        train(before, "a", 1);
        Files.writeString(file(), "{\"number\":2,\"at\":\"2026", StandardOpenOption.APPEND);

        Firing next = desk().byOperator("a", "op", "", TWO);

        assertThat(next.number()).isEqualTo(2);
        assertThat(desk().firings(10)).hasSize(2);
    }

    @Test
    void aDamagedLine_isSetAside_andTheOthersStay() throws IOException {
        train(desk(), "a", 1);
        Files.writeString(file(), "not a firing\n", StandardOpenOption.APPEND);

        assertThat(desk().firings(10)).hasSize(1);
        assertThat(folder.resolve("firings.log.damaged")).exists();
        assertThat(desk().firings(10)).hasSize(1);
    }

    @Test
    void aBudgetOfTrainings_isUsedUp_andIsThereAgainADayLater() throws IOException {
        Desk desk = desk();
        train(desk, "a", 1);
        train(desk, "b", 1);

        Firing refused = desk.byOperator("c", "op", "", TWO);
        assertThat(refused.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(refused.explanation()).contains("2 of 2 trainings", "2026-03-02T01:00:00Z", "trainings_per_day");

        now.set(now.get().plus(Duration.ofDays(1)));
        assertThat(desk.byOperator("c", "op", "", TWO).outcome()).isEqualTo(Outcome.WAITING);
    }

    @Test
    void aBudgetOfProcessorTime_isUsedUpByOneLongTraining() throws IOException {
        Desk desk = desk();
        train(desk, "a", 101);

        assertThat(desk.byOperator("b", "op", "", TWO).explanation()).contains("101 of 100 s");
    }

    @Test
    void aSecondTriggerForAModelInLine_joinsIt_andIsBooked() throws IOException {
        Desk desk = desk();
        Firing first = desk.byOperator("a", "op", "", TWO);

        Firing second = desk.byPolicy("a", new Watch.Cause(Trigger.DRIFT, Map.of("driftSignals", "3")), TWO);

        assertThat(second.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(second.explanation()).isEqualTo("joins retraining " + first.number() + ", which waits");
        assertThat(desk.firings(10)).hasSize(2);
    }
}
