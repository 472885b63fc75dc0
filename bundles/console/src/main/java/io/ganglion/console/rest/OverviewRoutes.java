// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Store;
import io.ganglion.console.rest.Plant.Condition;
import io.ganglion.console.rest.Plant.DeviceRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The plant at a glance. */
public final class OverviewRoutes {

    private static final Set<WorkOrder.State> OPEN =
            EnumSet.of(WorkOrder.State.OPEN, WorkOrder.State.ACKNOWLEDGED, WorkOrder.State.IN_PROGRESS);
    private static final int WORK_ORDERS = 1_000;
    private static final long AGE_MS = 5_000;

    private final Services services;
    private final Plant plant;
    private final Pulse pulse;
    private final Clock clock;
    private final String version;
    private final Cached<QuarantineCounts> quarantine;
    private final Cached<List<WorkOrder>> workOrders;

    /** @param recent rows accepted a second, the oldest first, at most the last 120 s */
    record FlowView(
            long received,
            long accepted,
            long quarantined,
            long inFlight,
            long rows,
            double perSecond,
            long[] recent) {}

    record DeviceCounts(int total, long healthy, long anomalous, long commissioning, long silent, long unknown) {}

    record ReasonCount(Reason reason, long count) {}

    record QuarantineCounts(long total, List<ReasonCount> reasons) {}

    record AlertCounts(int open, Map<Severity, Long> bySeverity) {}

    /** @param mine of whoever asks; absent where nobody in particular does */
    record WorkOrderCounts(int open, Optional<Long> mine) {}

    record DriverRow(String name, DriverStatus.State state, String detail, Instant since) {}

    record Trouble(String where, String text) {}

    record Overview(
            String node,
            String site,
            String version,
            Instant time,
            Optional<FlowView> flow,
            DeviceCounts devices,
            Optional<QuarantineCounts> quarantine,
            AlertCounts alerts,
            Optional<WorkOrderCounts> workOrders,
            Optional<Store.Status> store,
            List<DriverRow> drivers,
            List<Trouble> troubles) {}

    public OverviewRoutes(Services services, Plant plant, Pulse pulse, Clock clock, String version) {
        this.services = services;
        this.plant = plant;
        this.pulse = pulse;
        this.clock = clock;
        this.version = version;
        this.quarantine = new Cached<>(this::readQuarantine, AGE_MS, clock::millis);
        this.workOrders = new Cached<>(this::readWorkOrders, AGE_MS, clock::millis);
    }

    List<Route> routes() {
        return List.of(Route.get(
                "/overview",
                "The plant at a glance",
                List.of(),
                Overview.class,
                request -> Answer.ok(overview(plant.rows(), Optional.of(request.user())))));
    }

    /** As an event: for everybody who listens, so for nobody in particular. */
    public byte[] event(List<DeviceRow> rows) {
        return Json.bytes(overview(rows, Optional.empty()));
    }

    /** A work order came or changed. */
    public void workOrdersChanged() {
        workOrders.stale();
    }

    private Overview overview(List<DeviceRow> rows, Optional<String> user) {
        Node node = services.need(Node.class, "node");
        Optional<FlowCounters> counters = services.find(Flow.class).map(Flow::counters);
        return new Overview(
                node.name(),
                node.site(),
                version,
                clock.instant(),
                counters.map(this::flow),
                counts(rows),
                services.find(Quarantine.class).map(any -> quarantine.get()),
                alerts(),
                services.find(WorkOrders.class).map(any -> workOrders(user)),
                services.find(Store.class).map(Store::status),
                drivers(services),
                troubles());
    }

    private FlowView flow(FlowCounters now) {
        return new FlowView(
                now.received(),
                now.accepted(),
                now.quarantined(),
                now.inFlight(),
                now.rows(),
                pulse.perSecond(),
                pulse.recent());
    }

    private static DeviceCounts counts(List<DeviceRow> rows) {
        Map<Condition, Long> counts = new EnumMap<>(Condition.class);
        rows.forEach(row -> counts.merge(row.condition(), 1L, Long::sum));
        return new DeviceCounts(
                rows.size(),
                counts.getOrDefault(Condition.NORMAL, 0L),
                counts.getOrDefault(Condition.ANOMALOUS, 0L),
                counts.getOrDefault(Condition.COMMISSIONING, 0L),
                counts.getOrDefault(Condition.SILENT, 0L),
                counts.getOrDefault(Condition.UNKNOWN, 0L));
    }

    private QuarantineCounts readQuarantine() {
        Quarantine kept = services.need(Quarantine.class, "node");
        Map<Reason, Long> counts = new TreeMap<>();
        kept.groups(Quarantine.Selection.ALL).forEach(group -> counts.merge(group.reason(), group.count(), Long::sum));
        return new QuarantineCounts(
                kept.size(),
                counts.entrySet().stream()
                        .map(one -> new ReasonCount(one.getKey(), one.getValue()))
                        .sorted((a, b) -> Long.compare(b.count(), a.count()))
                        .toList());
    }

    private AlertCounts alerts() {
        List<Alert> open = plant.openAlerts();
        Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        open.forEach(alert -> counts.merge(alert.severity(), 1L, Long::sum));
        return new AlertCounts(open.size(), counts);
    }

    private List<WorkOrder> readWorkOrders() {
        return services.find(WorkOrders.class)
                .map(desk -> desk.list(OPEN, "", "", WORK_ORDERS))
                .orElse(List.of());
    }

    private WorkOrderCounts workOrders(Optional<String> user) {
        List<WorkOrder> open = workOrders.get();
        return new WorkOrderCounts(open.size(), user.map(name -> open.stream()
                .filter(order -> order.assignee().equals(name))
                .count()));
    }

    static List<DriverRow> drivers(Services services) {
        return services.all(Driver.class).stream()
                .map(driver -> {
                    DriverStatus status = driver.status();
                    return new DriverRow(driver.name(), status.state(), status.detail(), status.since());
                })
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    private List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        services.find(Flow.class)
                .ifPresentOrElse(
                        flow -> add("flow", flow.trouble(), troubles),
                        () -> add("flow", "the pipeline does not run", troubles));
        services.find(Store.class).map(Store::status).ifPresent(status -> {
            add("store", status.trouble(), troubles);
            add("store", status.notice(), troubles);
        });
        services.find(Alerts.class).ifPresent(alerts -> add("alerts", alerts.trouble(), troubles));
        services.find(Hub.class).ifPresent(hub -> add("hub", hub.trouble(), troubles));
        for (DriverRow driver : drivers(services)) {
            if (driver.state() != DriverStatus.State.ONLINE && driver.state() != DriverStatus.State.STARTING) {
                add("driver " + driver.name(), driver.detail(), troubles);
            }
        }
        for (MaintenanceSystem system : services.all(MaintenanceSystem.class)) {
            add("maintenance " + system.name(), system.trouble(), troubles);
        }
        for (ModelStatus model : services.find(Models.class).map(Models::list).orElse(List.of())) {
            if (model.state() == ModelStatus.State.REFUSED) {
                add("model " + model.id(), model.problem(), troubles);
            }
        }
        return troubles;
    }

    private static void add(String where, String text, List<Trouble> troubles) {
        if (!text.isEmpty()) {
            troubles.add(new Trouble(where, text));
        }
    }
}
