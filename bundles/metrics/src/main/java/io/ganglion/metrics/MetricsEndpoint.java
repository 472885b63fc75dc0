// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.model.Models;
import io.ganglion.api.rollout.Router;
import io.ganglion.api.series.Store;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;

/** Registers {@code /metrics} behind the node's web door. Every service that it asks may come and go. */
@Component(
        name = MetricsConfig.PID,
        service = {},
        immediate = true)
@Designate(ocd = MetricsConfig.class)
public final class MetricsEndpoint {
    private final BundleContext context;
    private final List<ServiceTracker<?, ?>> trackers = new ArrayList<>();
    private final ServiceRegistration<Servlet> servlet;

    @Activate
    public MetricsEndpoint(BundleContext context, MetricsConfig config) {
        this.context = context;
        Clock clock = Clock.systemUTC();
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        registry.register(
                new Gathering(sources(config, clock), Duration.ofSeconds(config.pause__s()), System::nanoTime));
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.name", "ganglion-metrics");
        properties.put("osgi.http.whiteboard.servlet.pattern", new String[] {"/metrics", "/metrics/*"});
        properties.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.name=ganglion)");
        servlet = context.registerService(Servlet.class, new MetricsServlet(registry), properties);
    }

    private List<Source> sources(MetricsConfig config, Clock clock) {
        LoopFigures loop = new LoopFigures(Duration.ofDays(config.sla__window__d()), clock);
        DeviceFigures devices = new DeviceFigures(config.devices(), clock);
        return List.of(
                one("node", false, Node.class, NodeFigures::node),
                one("flow", false, Flow.class, NodeFigures::flow),
                one("store", false, Store.class, NodeFigures::store),
                one("quarantine", true, Quarantine.class, NodeFigures::quarantine),
                many("uplink", Uplink.class, NodeFigures::uplinks),
                many("driver", Driver.class, NodeFigures::drivers),
                one("devices", false, Devices.class, devices::tell),
                one("models", false, Models.class, ModelFigures::models),
                one("arms", false, Router.class, ModelFigures::arms),
                one("drift", false, Drift.class, ModelFigures::drift),
                one("retraining", true, Retraining.class, ModelFigures::retraining),
                maybe("alerts", Alerts.class, loop::alerts),
                maybe("work-orders", WorkOrders.class, loop::workOrders),
                maybe("labels", Labels.class, loop::labels),
                maybe("slas", Slas.class, loop::slas),
                many("maintenance", MaintenanceSystem.class, loop::systems));
    }

    private <T> ServiceTracker<T, T> track(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        trackers.add(tracker);
        return tracker;
    }

    private <T> Source one(String name, boolean slow, Class<T> type, BiConsumer<Board, T> teller) {
        ServiceTracker<T, T> tracker = track(type);
        return new Source(name, slow, board -> {
            T service = tracker.getService();
            if (service != null) {
                teller.accept(board, service);
            }
        });
    }

    private <T> Source maybe(String name, Class<T> type, BiConsumer<Board, Optional<T>> teller) {
        ServiceTracker<T, T> tracker = track(type);
        return new Source(name, true, board -> teller.accept(board, Optional.ofNullable(tracker.getService())));
    }

    private <T> Source many(String name, Class<T> type, BiConsumer<Board, List<T>> teller) {
        ServiceTracker<T, T> tracker = track(type);
        return new Source(name, false, board -> {
            List<T> services = new ArrayList<>();
            ServiceReference<T>[] references = tracker.getServiceReferences();
            for (int i = 0; references != null && i < references.length; i++) {
                Optional.ofNullable(tracker.getService(references[i])).ifPresent(services::add);
            }
            teller.accept(board, services);
        });
    }

    @Deactivate
    void close() {
        servlet.unregister();
        trackers.forEach(ServiceTracker::close);
    }
}
