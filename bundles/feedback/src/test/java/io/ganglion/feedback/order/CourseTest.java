// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.feedback.Plant;
import io.ganglion.feedback.keep.Sheet;
import io.ganglion.feedback.order.Course.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every state that can be reached, and every act in each of them. */
class CourseTest {
    private static final Resolution RIGHT = new Resolution(Finding.CONFIRMED, "bearing-wear", "changed it", "");
    private static final Resolution NOTHING = new Resolution(Finding.REFUTED, "", "", "");

    @FunctionalInterface
    private interface Act {
        Step on(Sheet sheet, Instant at);
    }

    private static final Map<String, Act> ACTS = new LinkedHashMap<>();

    static {
        for (String who : List.of("ada", "bob")) {
            ACTS.put("acknowledge " + who, (sheet, at) -> Course.acknowledge(sheet, who, at));
            ACTS.put("start " + who, (sheet, at) -> Course.start(sheet, who, at));
            ACTS.put("confirm " + who, (sheet, at) -> Course.resolve(sheet, RIGHT, who, at, at));
            ACTS.put("refute " + who, (sheet, at) -> Course.resolve(sheet, NOTHING, who, at, at));
        }
        ACTS.put("finish", (sheet, at) -> Course.finish(sheet, "closed there", at));
    }

    static Sheet fresh(Optional<String> alert) {
        WorkOrder order = new WorkOrder(
                "WO-1",
                alert,
                "uptime",
                "pump-7",
                "Pump",
                "pump-7",
                Severity.LOW,
                "t",
                State.OPEN,
                "",
                Optional.empty(),
                "",
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        return new Sheet(
                "uid",
                1,
                order,
                "",
                List.of("pump-7"),
                NOON,
                Optional.empty(),
                Optional.of(Plant.MODEL),
                Optional.empty(),
                Optional.empty(),
                "",
                "");
    }

    private record Found(Sheet sheet, String key) {
        static Found of(Sheet sheet) {
            WorkOrder order = sheet.order();
            return new Found(
                    sheet,
                    order.state()
                            + order.assignee()
                            + order.resolution().map(Resolution::finding)
                            + order.started().isPresent()
                            + order.acknowledged().isPresent());
        }
    }

    @Test
    void fromEveryStateThatCanBeReached_everyActGoesForward_orChangesNothing_orSaysTheNextStep() {
        Deque<Found> todo = new ArrayDeque<>(List.of(Found.of(fresh(Optional.of("uid")))));
        Set<String> seen = new HashSet<>();
        List<String> refused = new ArrayList<>();
        int same = 0;
        while (!todo.isEmpty()) {
            Found found = todo.poll();
            if (!seen.add(found.key())) {
                continue;
            }
            for (Map.Entry<String, Act> act : ACTS.entrySet()) {
                Sheet before = found.sheet();
                Instant at = NOON.plusSeconds(60L * seen.size());
                try {
                    Step step = act.getValue().on(before, at);
                    check(before.order(), step, act.getKey());
                    same += step.isNew() ? 0 : 1;
                    // The same act by the same person again: a double click.
                    Step again = act.getValue().on(step.sheet(), at.plusSeconds(1));
                    assertThat(again.isNew())
                            .as("%s twice in %s", act.getKey(), found.key())
                            .isFalse();
                    assertThat(again.sheet()).isEqualTo(step.sheet());
                    todo.add(Found.of(step.sheet()));
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("WO-1 is ").hasMessageContaining("aiot:work-order-");
                    refused.add(found.key() + " " + act.getKey());
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(15);
        assertThat(same).isPositive();
        assertThat(refused).anyMatch(key -> key.startsWith("IN_PROGRESSada") && key.endsWith("start bob"));
        assertThat(refused).noneMatch(key -> key.contains("confirm") || key.contains("refute"));
    }

    private static void check(WorkOrder before, Step step, String act) {
        WorkOrder after = step.sheet().order();
        assertThat(after.state()).as(act).isGreaterThanOrEqualTo(before.state());
        // What was first stays first.
        before.acknowledged().ifPresent(at -> assertThat(after.acknowledged()).contains(at));
        before.started().ifPresent(at -> assertThat(after.started()).contains(at));
        before.resolved().ifPresent(at -> assertThat(after.resolved()).contains(at));
        before.closed().ifPresent(at -> assertThat(after.closed()).contains(at));
        assertThat(after.closed().isPresent()).isEqualTo(after.state() == State.CLOSED);
        assertThat(after.label().isPresent()).isEqualTo(after.state() == State.CLOSED);
        if (after.state() == State.CLOSED && step.isNew()) {
            assertThat(step.lines())
                    .extracting(Course.Line::kind)
                    .containsExactly(before.state() == State.CLOSED ? "CORRECTED" : "RESOLVED");
        }
    }

    @Test
    void aMissedFaultAnswersNoAlert_andAReportIsNoConfirmation() {
        Resolution missed = new Resolution(Finding.MISSED, "", "", "");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Course.resolve(fresh(Optional.of("uid")), missed, "ada", NOON, NOON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing was missed");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Course.resolve(fresh(Optional.empty()), RIGHT, "ada", NOON, NOON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no alert told of it");
    }
}
