// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Sla.Leg;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.Attachment;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrder.TicketReference;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.model.Insight.Contribution;
import io.ganglion.api.model.ModelId;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedbackCommandTest {
    private static final Instant FROM = FakeNode.NOW.minusSeconds(600);
    private final FakeNode node = new FakeNode();
    private final List<String> asked = new ArrayList<>();
    private Optional<Resolution> resolution = Optional.empty();
    private String trouble = "";

    FeedbackCommandTest() {
        node.with(Alerts.class, new Alerts() {
            @Override
            public List<Alert> list(String device, Instant from, Instant to, boolean openOnly, int limit) {
                asked.add("alerts " + device + " " + openOnly + " " + limit);
                return device.equals("pump-8") ? List.of() : List.of(alert());
            }

            @Override
            public Optional<Alert> find(String id) {
                return Optional.of(alert());
            }

            @Override
            public String trouble() {
                return trouble;
            }
        });
        node.with(WorkOrders.class, new Desk());
    }

    private static Alert alert() {
        return new Alert(
                "01abc",
                "uptime",
                "station-1",
                "Pump",
                List.of("pump-7"),
                Severity.HIGH,
                FROM,
                Optional.empty(),
                FROM,
                ModelId.parse("pump-anomaly@1.0.0"),
                4.2,
                77,
                List.of(new Contribution("vibrationX", 0.8)),
                "",
                Optional.of("WO-17"));
    }

    private WorkOrder order() {
        boolean closed = resolution.isPresent();
        return new WorkOrder(
                "WO-17",
                Optional.of("01abc"),
                "uptime",
                "station-1",
                "Pump",
                "pump-7",
                Severity.HIGH,
                "vibrates\u001b[2J",
                closed ? State.CLOSED : State.OPEN,
                closed ? "ada" : "",
                Optional.of(new TicketReference("redmine", "4711", Optional.empty())),
                trouble,
                FROM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                closed ? Optional.of(FakeNode.NOW) : Optional.empty(),
                resolution,
                closed ? Optional.of("wo-01abc") : Optional.empty(),
                List.of());
    }

    private final class Desk implements WorkOrders {
        private WorkOrder known(String id) {
            if (!id.equals("WO-17")) {
                throw new IllegalArgumentException("no work order " + id + ". Near: WO-17");
            }
            return order();
        }

        @Override
        public List<WorkOrder> list(Set<State> states, String assignee, String device, int limit) {
            asked.add("orders " + states.size() + " " + assignee + " " + device + " " + limit);
            return device.isEmpty() ? List.of(order()) : List.of();
        }

        @Override
        public Optional<WorkOrder> find(String id) {
            return Optional.of(order());
        }

        @Override
        public List<Fact> facts(String id) {
            known(id);
            return List.of(new Fact(1, id, "CREATED", "policy", FROM, FROM, "for alert 01abc"));
        }

        @Override
        public WorkOrder acknowledge(String id, String by) {
            asked.add("acknowledge " + by);
            return known(id);
        }

        @Override
        public WorkOrder start(String id, String by) {
            throw new IllegalStateException("WO-17 is closed, so it cannot be started. Next: another");
        }

        @Override
        public WorkOrder resolve(String id, Resolution found, String by) {
            asked.add("resolve " + by);
            resolution = Optional.of(found);
            return known(id);
        }

        @Override
        public WorkOrder report(String contract, String device, Instant from, Instant to, Resolution found, String by) {
            asked.add("report " + contract + " " + device + " " + Duration.between(from, to) + " " + found.finding());
            return order();
        }

        @Override
        public WorkOrder note(String id, String text, String by) {
            asked.add("note " + text);
            return known(id);
        }

        @Override
        public Attachment attach(String id, InputStream photo, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InputStream> photo(String workOrder, String attachment) {
            return Optional.empty();
        }
    }

    @Test
    void alertList_saysWhatIsDoneAboutThem() throws Exception {
        AlertList command = new AlertList();
        command.trailing = List.of("--open", "-n", "3");
        assertThat(node.answer(command))
                .contains("station-1", "high", "goes on", "vibrationX 80%", "1 alert. ", "aiot:work-order-show WO-17");
        assertThat(asked).containsExactly("alerts  true 3");

        AlertList none = new AlertList();
        none.device = "pump-8";
        assertThat(node.answer(none)).contains("No episode then.");
        AlertList json = new AlertList();
        json.json = true;
        assertThat(node.answer(json)).contains("\"severity\"", "\"workOrder\"").doesNotContain("1 alert.");
    }

    @Test
    void workOrderList_leavesOutClosedOnes_andSaysTrouble() throws Exception {
        assertThat(node.answer(new WorkOrderList()))
                .contains("WO-17", "redmine 4711")
                .contains("1 work order. ");
        assertThat(asked).containsExactly("orders 4   20");
        trouble = "redmine refuses: 422. aiot:work-order-retry WO-17";
        assertThat(node.answer(new WorkOrderList())).contains("WO-17: trouble: redmine refuses");

        WorkOrderList wrong = new WorkOrderList();
        wrong.trailing = List.of("--state", "clsed");
        assertThatThrownBy(() -> node.answer(wrong)).hasMessageContaining("closed");
    }

    @Test
    void workOrderShow_recitesItsTrail_withoutSteeringTheTerminal() throws Exception {
        WorkOrderShow command = new WorkOrderShow();
        command.id = "WO-17";
        assertThat(node.answer(command))
                .contains("CREATED by policy: for alert 01abc", "Episode", "77 anomalous rows")
                .contains("Take it: aiot:work-order-acknowledge WO-17")
                .doesNotContain("\u001b");
        WorkOrderShow unknown = new WorkOrderShow();
        unknown.id = "WO-71";
        assertThatThrownBy(() -> node.answer(unknown))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("no work order WO-71. Near: WO-17");
    }

    @Test
    void workOrderResolve_closesIt_withWhatWasFound() throws Exception {
        WorkOrderResolve command = new WorkOrderResolve();
        command.id = "WO-17";
        command.finding = "confirmed";
        command.trailing = List.of("--cause", "bearing-wear", "--action", "changed it", "--by", "ada");
        assertThat(node.answer(command)).contains("WO-17 is closed: confirmed. Its label is wo-01abc.");
        assertThat(asked).containsExactly("resolve ada");
        assertThat(resolution.orElseThrow().cause()).isEqualTo("bearing-wear");

        command.finding = "confrmed";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("Near: confirmed");
    }

    @Test
    void theOtherActs_endWithTheNextStep_orTheDesksRefusal() throws Exception {
        WorkOrderAcknowledge take = new WorkOrderAcknowledge();
        take.id = "WO-17";
        assertThat(node.answer(take)).contains("WO-17 is with");
        assertThat(asked).containsExactly("acknowledge operator");
        WorkOrderStart start = new WorkOrderStart();
        start.id = "WO-17";
        assertThatThrownBy(() -> node.answer(start))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be started");
        WorkOrderRetry retry = new WorkOrderRetry();
        retry.id = "WO-17";
        assertThatThrownBy(() -> node.answer(retry)).hasMessageContaining("no maintenance system");
        WorkOrderNote note = new WorkOrderNote();
        note.id = "WO-17";
        note.text = "outer ring";
        assertThat(node.answer(note)).contains("stands in the trail of WO-17");
        WorkOrderReport report = new WorkOrderReport();
        report.contract = "Pump";
        report.device = "pump-7";
        report.trailing = List.of("--from", "-2h");
        node.answer(report);
        assertThat(asked).contains("report Pump pump-7 PT2H MISSED");
    }

    @Test
    void feedbackSla_showsEachLegBesideItsTarget_andWhatWasMissed() throws Exception {
        Leg leg = new Leg(
                Span.TICKET_TO_RESOLUTION,
                3,
                1,
                Optional.of(Duration.ofMinutes(30)),
                Optional.of(Duration.ofHours(3)),
                Optional.of(Duration.ofHours(9)),
                Optional.of(Duration.ofHours(8)),
                1,
                Optional.empty());
        node.with(
                Slas.class,
                (from, to) -> List.of(new Sla(
                        "uptime",
                        "plant1",
                        Optional.of(ModelId.parse("pump-anomaly@1.0.0")),
                        from,
                        to,
                        List.of(leg),
                        4,
                        4,
                        3,
                        2,
                        1,
                        0,
                        0)));
        assertThat(node.answer(new FeedbackSla()))
                .contains("ticket-to-resolution", "30 min", "8 h 0 min")
                .contains("4 alerts, 4 work orders, closed 75%, refuted 33%, missed 0. 1 target missed");
        FeedbackSla json = new FeedbackSla();
        json.json = true;
        assertThat(node.answer(json)).contains("\"medianSeconds\"").contains("1800");
    }
}
