// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.InsightHistory.Judgement;
import io.ganglion.feedback.Loop;
import io.ganglion.feedback.Plant;
import io.ganglion.feedback.alert.AlertPolicy.Clear;
import io.ganglion.feedback.alert.AlertPolicy.Raise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpisodeStoryTest {
    @TempDir
    Path folder;

    private final Plant.Hands clock = new Plant.Hands(NOON.plusSeconds(600));

    private static AlertPolicy policy(String asset, MaintenanceWindow... windows) {
        return new AlertPolicy(
                "uptime",
                "Pump",
                Pattern.compile("(?:station|pump)-.*"),
                Pattern.compile(asset),
                new Raise(3, 5, Duration.ZERO),
                new Clear(4, Duration.ZERO, Duration.ZERO),
                Ladder.ordinary(),
                List.of(windows),
                Map.of(),
                "",
                true);
    }

    private static List<Alert> alerts(Loop loop) {
        return loop.clerk.list("", Instant.MIN, Instant.MAX, false, 100);
    }

    private static List<WorkOrder> orders(Loop loop) {
        return loop.desk.list(Set.of(), "", "", 100);
    }

    private static void awaitAlerts(Loop loop, int raised, int open) {
        await().until(() -> alerts(loop).size() == raised
                && alerts(loop).stream().filter(Alert::open).count() == open);
    }

    @Test
    void aThousandAnomalousRows_areOneAlert_andOneWorkOrder() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            Instant end = loop.rows("pump-7", NOON, "....." + "x".repeat(1_000));
            awaitAlerts(loop, 1, 1);
            loop.rows("pump-7", end, "....");
            awaitAlerts(loop, 1, 0);

            Alert alert = alerts(loop).get(0);
            assertThat(alert.from()).isEqualTo(NOON.plusSeconds(5));
            assertThat(alert.to()).contains(end);
            assertThat(alert.rows()).isEqualTo(1_000);
            assertThat(alert.score()).isEqualTo(1.5);
            assertThat(alert.workOrder()).contains("WO-1");
            assertThat(alert.contributions()).first().satisfies(part -> assertThat(part.attribute())
                    .isEqualTo("vibrationX"));
            assertThat(orders(loop)).singleElement().satisfies(order -> {
                assertThat(order.alert()).contains(alert.id());
                assertThat(order.title()).isEqualTo("pump-7 is not as it should be: vibrationX 75 %, flow 25 %");
            });
            assertThat(loop.ear.alerts).extracting(Alert::open).containsExactly(true, false);
            assertThat(loop.clerk.find(alert.id())).contains(alert);
            assertThat(loop.clerk.list("pump-7", end, Instant.MAX, false, 9)).isEmpty();
            assertThat(loop.clerk.list("pump-8", Instant.MIN, Instant.MAX, false, 9))
                    .isEmpty();
        }
    }

    @Test
    void replayedRows_andThoseOfACommissioning_raiseNothing() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            for (int i = 0; i < 20; i++) {
                loop.operator.note(Plant.insight("pump-7", Condition.ANOMALOUS, 9, NOON.plusSeconds(i), true));
                loop.operator.note(Plant.insight("pump-8", Condition.COMMISSIONING, 9, NOON.plusSeconds(i), false));
                loop.operator.note(Plant.insight("fan-1", Condition.ANOMALOUS, 9, NOON.plusSeconds(i), false));
            }
            loop.rows("pump-9", NOON, "xxxxx");
            awaitAlerts(loop, 1, 1);
            assertThat(alerts(loop).get(0).devices()).containsExactly("pump-9");
        }
    }

    @Test
    void theDevicesOfAnAsset_areOneEpisode_untilTheLastIsWell() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy("^(station-\\d+)-"))) {
            loop.rows("station-1-a", NOON, "xxxx");
            awaitAlerts(loop, 1, 1);
            loop.rows("station-1-b", NOON.plusSeconds(2), "xxxxx");
            loop.rows("station-2-a", NOON, "xxxx");
            awaitAlerts(loop, 2, 2);
            loop.rows("station-1-a", NOON.plusSeconds(10), "....");
            loop.rows("station-2-a", NOON.plusSeconds(10), "....");
            awaitAlerts(loop, 2, 1);
            loop.rows("station-1-b", NOON.plusSeconds(20), "....");
            awaitAlerts(loop, 2, 0);

            Alert first = alerts(loop).stream()
                    .filter(alert -> alert.asset().equals("station-1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.devices()).containsExactly("station-1-a", "station-1-b");
            assertThat(first.to()).contains(NOON.plusSeconds(20));
            assertThat(orders(loop)).hasSize(2);
        }
    }

    @Test
    void inAMaintenanceWindow_nobodyIsSent_untilItIsOver() throws Exception {
        MaintenanceWindow window = MaintenanceWindow.parse("Mon 12:00-12:01 UTC");
        try (Loop loop = new Loop(folder, clock, policy("", window))) {
            Instant next = loop.rows("pump-7", NOON, "x".repeat(30));
            awaitAlerts(loop, 1, 1);
            assertThat(alerts(loop).get(0).held()).isEqualTo("maintenance window Mon 12:00-12:01 UTC");
            assertThat(orders(loop)).isEmpty();

            loop.rows("pump-7", next, "x".repeat(60));
            await().until(() -> !orders(loop).isEmpty());
            assertThat(alerts(loop)).singleElement().satisfies(alert -> {
                assertThat(alert.held()).isEmpty();
                assertThat(alert.workOrder()).contains("WO-1");
            });
        }
    }

    @Test
    void whereALabelSaysMaintenance_nobodyIsSent() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.labels.add(new Label(
                    "m",
                    "Pump",
                    "pump-7",
                    NOON,
                    NOON.plusSeconds(60),
                    Finding.MAINTENANCE,
                    "",
                    Optional.empty(),
                    "ada",
                    NOON));
            loop.rows("pump-7", NOON, "xxxx....");
            loop.rows("pump-8", NOON, "xxxx....");
            awaitAlerts(loop, 2, 0);
            assertThat(loop.clerk
                            .list("pump-7", Instant.MIN, Instant.MAX, false, 9)
                            .get(0)
                            .held())
                    .contains("maintenance until 2026-11-23T12:01:00Z, as ada said");
            assertThat(orders(loop)).extracting(WorkOrder::device).containsExactly("pump-8");
        }
    }

    @Test
    void aNodeThatRestartsInAnEpisode_goesOnWithIt() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.rows("pump-7", NOON, "xxxxxxxxxxxxxxxxxxxxxx");
            awaitAlerts(loop, 1, 1);
        }
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            Instant next = loop.rows("pump-7", NOON.plusSeconds(60), "xxxxxxxxx");
            loop.rows("pump-7", next, "....");
            awaitAlerts(loop, 1, 0);
            assertThat(alerts(loop).get(0).from()).isEqualTo(NOON);
            assertThat(alerts(loop).get(0).to()).contains(next);
            assertThat(orders(loop)).hasSize(1);
        }
    }

    @Test
    void whatWasJudgedWhileTheNodeWasBusyDying_endsTheEpisode() throws Exception {
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.rows("pump-7", NOON, "xxxx");
            awaitAlerts(loop, 1, 1);
        }
        List<Judgement> judged = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boolean sick = i < 8;
            judged.add(new Judgement(
                    Episodes.nanos(NOON.plusSeconds(i)),
                    sick ? Condition.ANOMALOUS : Condition.NORMAL,
                    sick ? 3 : 1,
                    2,
                    Plant.MODEL,
                    false));
        }
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.clerk.history(Optional.of((contract, device, from, to, limit) ->
                    judged.stream().filter(row -> row.time() >= from).toList()));
            awaitAlerts(loop, 1, 0);
            assertThat(alerts(loop).get(0).to()).contains(NOON.plusSeconds(8));
            assertThat(alerts(loop).get(0).rows()).isEqualTo(8);

            // And another one is another one.
            clock.wind(Duration.ofSeconds(60));
            loop.rows("pump-7", NOON.plusSeconds(30), "xxxx");
            awaitAlerts(loop, 2, 1);
            assertThat(alerts(loop).get(0).from()).isEqualTo(NOON.plusSeconds(30));
        }
    }

    @Test
    void aFullDiskKeepsTheNewestWord_andItIsWrittenOnceThereIsRoom() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.rows("pump-1", NOON, "xxxx");
            awaitAlerts(loop, 1, 1);
        }
        pages.set(1);
        try (Loop loop = new Loop(folder, clock, pages::get, policy(""))) {
            for (int i = 0; i < 400 && loop.clerk.trouble().isEmpty(); i++) {
                loop.rows("pump-" + (2 + i), NOON, "xxxx");
                Thread.onSpinWait();
            }
            await().until(() -> !loop.clerk.trouble().isEmpty());
            assertThat(loop.clerk.trouble()).contains("Make room or repair");
        }
        try (Loop loop = new Loop(folder, clock, policy(""))) {
            loop.rows("pump-1", NOON.plusSeconds(20), "xxxx");
            loop.rows("pump-999", NOON.plusSeconds(20), "xxxx");
            await().until(() -> loop.clerk
                            .list("pump-999", Instant.MIN, Instant.MAX, true, 9)
                            .size()
                    == 1);
            assertThat(loop.clerk.list("pump-1", Instant.MIN, Instant.MAX, false, 9))
                    .hasSize(1);
            assertThat(loop.clerk.trouble()).isEmpty();
        }
    }
}
