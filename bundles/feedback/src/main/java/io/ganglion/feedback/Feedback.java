// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Tickets;
import io.ganglion.api.rollout.Router;
import io.ganglion.api.series.InsightHistory;
import io.ganglion.feedback.alert.AlertClerk;
import io.ganglion.feedback.alert.Policies;
import io.ganglion.feedback.alert.WatchStage;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.order.Desk;
import io.ganglion.feedback.order.LabelDesk;
import io.ganglion.feedback.outbox.Outbox;
import io.ganglion.feedback.sla.SlaBoard;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop, put together: watch, desk, outbox and clocks, each as the service that the api promises. */
@Component(service = Feedback.class, configurationPid = FeedbackConfig.PID, immediate = true)
@Designate(ocd = FeedbackConfig.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.ganglion.api.feedback.Alerts\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.ganglion.api.feedback.WorkOrders\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.ganglion.api.feedback.Slas\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.ganglion.api.maintenance.Tickets\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.ganglion.api.flow.Stage\"")
public final class Feedback {
    private static final Logger LOG = LoggerFactory.getLogger(Feedback.class);
    private static final int ROUND_SECONDS = 15;
    /** Behind inference, whose insights the watch takes note of. */
    private static final int RANKING = -110;

    private final Ledger ledger;
    private final Herald herald;
    private final Outbox outbox;
    private final AlertClerk clerk;
    private final LabelDesk labelDesk;
    private final SlaBoard board;
    private final ScheduledExecutorService rounds;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final List<PolicyComponent> configured = new CopyOnWriteArrayList<>();
    private volatile Policies policies = new Policies(List.of());
    private volatile Retraining retraining;
    private volatile Router router;

    @Activate
    public Feedback(
            BundleContext context,
            FeedbackConfig config,
            @Reference Node node,
            @Reference Labels labels,
            @Reference Taxonomies taxonomies) {
        Clock clock = Clock.systemUTC();
        Path folder = node.data().resolve("feedback");
        ledger = new Ledger(folder, clock);
        herald = new Herald(node);
        labelDesk = new LabelDesk(ledger, labels);
        Desk desk = new Desk(ledger, labelDesk, taxonomies, () -> policies, herald, clock, folder.resolve("photos"));
        outbox = new Outbox(
                ledger,
                desk,
                labelDesk,
                taxonomies,
                Duration.ofSeconds(Math.max(1, config.poll__s())),
                order -> evidence(config.evidence(), order),
                useCase ->
                        policies.named(useCase).map(policy -> policy.recreate()).orElse(true),
                clock);
        clerk = new AlertClerk(ledger, labels, desk, () -> policies, herald, clock);
        board = new SlaBoard(node.site(), ledger, () -> policies, herald, clock);
        rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "ganglion-feedback");
            thread.setDaemon(true);
            return thread;
        });
        clerk.start();
        rounds.scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
        register(context, Alerts.class, new Troubled(clerk, outbox));
        register(context, WorkOrders.class, desk);
        register(context, Slas.class, board);
        register(context, Tickets.class, outbox);
        register(context, Stage.class, new WatchStage(() -> policies, clerk));
    }

    /** The episodes, and whatever is wrong on the way to the maintenance systems. */
    private record Troubled(AlertClerk clerk, Outbox outbox) implements Alerts {
        @Override
        public List<Alert> list(
                String device, java.time.Instant from, java.time.Instant to, boolean openOnly, int limit) {
            return clerk.list(device, from, to, openOnly, limit);
        }

        @Override
        public Optional<Alert> find(String id) {
            return clerk.find(id);
        }

        @Override
        public String trouble() {
            String own = clerk.trouble();
            return own.isEmpty() ? outbox.trouble() : own;
        }
    }

    private <T> void register(BundleContext context, Class<T> type, T service) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("service.ranking", type == Stage.class ? RANKING : 0);
        registrations.add(context.registerService(type, service, properties));
    }

    static Optional<URI> evidence(String template, WorkOrder order) {
        if (template.isBlank()) {
            return Optional.empty();
        }
        String uri = template.strip()
                .replace("{workOrder}", coded(order.id()))
                .replace("{alert}", coded(order.alert().orElse("")))
                .replace("{contract}", coded(order.contract()))
                .replace("{device}", coded(order.device()));
        try {
            return Optional.of(URI.create(uri));
        } catch (IllegalArgumentException e) {
            LOG.warn("evidence is a URL with {workOrder} in it: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void round() {
        try {
            labelDesk.deliver();
            board.watch();
            if (retraining != null && router != null) {
                board.live(retraining, router);
            }
        } catch (RuntimeException e) {
            LOG.warn("A round of the loop was cut short: {}", e.getMessage());
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        registrations.forEach(ServiceRegistration::unregister);
        rounds.shutdown();
        outbox.close();
        clerk.close();
        rounds.awaitTermination(5, TimeUnit.SECONDS);
        ledger.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPolicy(PolicyComponent policy) {
        configured.add(policy);
        judge();
    }

    void removePolicy(PolicyComponent policy) {
        configured.remove(policy);
        judge();
    }

    private void judge() {
        policies = new Policies(configured.stream().map(PolicyComponent::policy).toList());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSystem(MaintenanceSystem system) {
        outbox.add(system);
    }

    void removeSystem(MaintenanceSystem system) throws InterruptedException {
        outbox.remove(system);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOutlet(Outlet outlet) {
        herald.outlets().add(outlet);
    }

    void removeOutlet(Outlet outlet) {
        herald.outlets().remove(outlet);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBus(EventAdmin bus) {
        herald.buses().add(bus);
    }

    void removeBus(EventAdmin bus) {
        herald.buses().remove(bus);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setHistory(InsightHistory history) {
        clerk.history(Optional.of(history));
    }

    void unsetHistory(InsightHistory history) {
        clerk.history(Optional.empty());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRetraining(Retraining service) {
        retraining = service;
    }

    void unsetRetraining(Retraining gone) {
        if (retraining == gone) {
            retraining = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRouter(Router service) {
        router = service;
    }

    void unsetRouter(Router gone) {
        if (router == gone) {
            router = null;
        }
    }
}
