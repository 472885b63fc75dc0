// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.api.model.Insight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One episode and its work order, in memory. */
final class Feedback implements WorkOrders {

    static final Alert ALERT = new Alert(
            "A-1",
            "pump-uptime",
            "pump-2",
            "Pump",
            List.of("pump-2"),
            Severity.HIGH,
            Workshop.NOW.minusSeconds(60),
            Optional.empty(),
            Workshop.NOW.minusSeconds(50),
            Workshop.MODEL,
            3.5,
            55,
            List.of(new Insight.Contribution("motorCurrent", 1)),
            "",
            Optional.of("WO-1"));

    private final List<Fact> trail = new ArrayList<>();
    private byte[] photo = new byte[0];
    private WorkOrder order = order(State.OPEN, "", Optional.empty());

    private WorkOrder order(State state, String assignee, Optional<Resolution> resolution) {
        return new WorkOrder(
                "WO-1",
                Optional.of("A-1"),
                "pump-uptime",
                "pump-2",
                "Pump",
                "pump-2",
                Severity.HIGH,
                "pump-2 draws too much current",
                state,
                assignee,
                Optional.of(new WorkOrder.TicketReference(
                        "redmine", "17", Optional.of(URI.create("http://desk.example/17")))),
                "",
                Workshop.NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                resolution,
                Optional.empty(),
                photo.length == 0
                        ? List.of()
                        : List.of(new WorkOrder.Attachment(
                                "P-1", "image/png", photo.length, "technician", Workshop.NOW)));
    }

    void putInto(Workshop workshop) {
        workshop.put(WorkOrders.class, this);
        workshop.put(Alerts.class, new Alerts() {
            @Override
            public List<Alert> list(String device, Instant from, Instant to, boolean openOnly, int limit) {
                return List.of(ALERT);
            }

            @Override
            public Optional<Alert> find(String id) {
                return Optional.of(ALERT).filter(one -> one.id().equals(id));
            }

            @Override
            public String trouble() {
                return "";
            }
        });
        workshop.put(Labels.class, new Labels() {
            @Override
            public void add(Label label) {
                throw new UnsupportedOperationException("the desk adds labels");
            }

            @Override
            public List<Label> list(String contract, String device, Instant from, Instant to) {
                return List.of(new Label(
                        "L-1",
                        contract,
                        "pump-2",
                        Workshop.NOW.minusSeconds(60),
                        Workshop.NOW,
                        Label.Finding.OTHER_FAULT,
                        "bearing-wear",
                        Optional.of(Workshop.MODEL),
                        "technician",
                        Workshop.NOW));
            }

            @Override
            public long recorded() {
                return 1;
            }
        });
        workshop.put(Slas.class, (Slas) (from, to) -> List.of(sla(from, to)));
        workshop.put(Taxonomies.class, (Taxonomies) contract -> new Taxonomy(
                contract,
                List.of(new Taxonomy.Cause(
                        "bearing-wear", "Bearing worn", "VIB", "2.4", "4.2", Map.of("redmine", "7")))));
    }

    private static Sla sla(Instant from, Instant to) {
        Sla.Leg leg = new Sla.Leg(
                Sla.Span.ALERT_TO_TICKET,
                1,
                0,
                Optional.of(Duration.ofMillis(1_500)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(1)),
                0,
                Optional.empty());
        return new Sla("pump-uptime", "plant1", Optional.empty(), from, to, List.of(leg), 1, 1, 0, 0, 0, 0, 0);
    }

    private WorkOrder become(WorkOrder next, String kind, String by, String text) {
        order = next;
        trail.add(new Fact(trail.size() + 1L, "WO-1", kind, by, Workshop.NOW, Workshop.NOW, text));
        return next;
    }

    @Override
    public List<WorkOrder> list(Set<State> states, String assignee, String device, int limit) {
        return states.isEmpty() || states.contains(order.state()) ? List.of(order) : List.of();
    }

    @Override
    public Optional<WorkOrder> find(String id) {
        return Optional.of(order).filter(one -> one.id().equals(id));
    }

    @Override
    public List<Fact> facts(String id) {
        return List.copyOf(trail);
    }

    @Override
    public WorkOrder acknowledge(String id, String by) {
        return become(order(State.ACKNOWLEDGED, by, Optional.empty()), "ACKNOWLEDGED", by, "");
    }

    @Override
    public WorkOrder start(String id, String by) {
        if (order.state() == State.CLOSED) {
            throw new IllegalStateException("WO-1 is closed: resolve it again to correct it");
        }
        return become(order(State.IN_PROGRESS, by, Optional.empty()), "STARTED", by, "");
    }

    @Override
    public WorkOrder resolve(String id, Resolution resolution, String by) {
        if (!Set.of("", "bearing-wear").contains(resolution.cause())) {
            throw new IllegalArgumentException("no such cause: " + resolution.cause() + "; near is bearing-wear");
        }
        return become(order(State.CLOSED, by, Optional.of(resolution)), "RESOLVED", by, resolution.text());
    }

    @Override
    public WorkOrder report(
            String contract, String device, Instant from, Instant to, Resolution resolution, String by) {
        return become(order(State.CLOSED, by, Optional.of(resolution)), "REPORTED", by, resolution.text());
    }

    @Override
    public WorkOrder note(String id, String text, String by) {
        return become(order, "NOTE", by, text);
    }

    @Override
    public WorkOrder.Attachment attach(String id, InputStream in, String by) throws IOException {
        byte[] bytes = in.readAllBytes();
        if (bytes.length < 4 || bytes[1] != 'P') {
            throw new IllegalArgumentException("no JPEG, PNG or WebP: bytes=" + bytes.length);
        }
        photo = bytes;
        order = order(order.state(), order.assignee(), order.resolution());
        return order.attachments().get(0);
    }

    @Override
    public Optional<InputStream> photo(String workOrder, String attachment) {
        return Optional.of(new ByteArrayInputStream(photo));
    }
}
