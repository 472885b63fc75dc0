// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Tail;
import io.ganglion.ngsi.form.ContextBundles;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.notify.Reach;
import io.ganglion.ngsi.notify.Subscriptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.LoggerFactory;

/** Puts the API together and registers it with the HTTP whiteboard. Store, pipeline and broker may come and go. */
@Component(
        name = NgsiConfig.PID,
        service = {},
        immediate = true)
@Designate(ocd = NgsiConfig.class)
public final class NgsiService {

    private final PinnedContexts contexts = new PinnedContexts();
    private final BundleTracker<List<Map.Entry<String, String>>> contextBundles;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "ngsi-notices"));
    private final AtomicInteger couriers = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> daemon(task, "ngsi-courier-" + couriers.incrementAndGet()));
    private final Subscriptions subscriptions;
    private final ServiceRegistration<Servlet> servlet;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile History history;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Intake intake;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Outlet outlet;

    private Tail followed;
    private Tail.Subscription following;

    @Activate
    public NgsiService(BundleContext context, NgsiConfig config, @Reference Node node, @Reference Contracts contracts)
            throws IOException {
        contextBundles = new BundleTracker<>(context, Bundle.ACTIVE, new ContextBundles(contexts));
        contextBundles.open();
        Supplier<History> source = () -> history;
        Knowledge knowledge = new Knowledge(source, contexts);
        Telemetry telemetry = new Telemetry(
                contracts, contexts, () -> intake, Clock.systemUTC(), Duration.ofMillis(config.write__timeout__ms()));
        String port = context.getProperty("ganglion.port.mqtt");
        Reach reach = new Reach(
                Arrays.stream(config.notification__hosts())
                        .flatMap(hosts -> Arrays.stream(hosts.split(",")))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toCollection(HashSet::new)),
                port == null ? 1_883 : Integer.parseInt(port),
                node.site());
        subscriptions = Subscriptions.open(
                contexts,
                reach,
                node.data().resolve("ngsi").resolve("subscriptions"),
                () -> outlet,
                timer,
                threads,
                selection -> knowledge.readings(selection, 1_000),
                new Subscriptions.Limits(
                        config.max__subscriptions(), Duration.ofMillis(config.retry__pause__ms()), Clock.systemUTC()));
        servlet = register(
                context,
                new NgsiServlet(
                        Api.routes(knowledge, telemetry, subscriptions, contexts),
                        contexts,
                        new Pace(config.max__requests__per__s(), Clock.systemUTC()),
                        config.max__body__bytes()));
        LoggerFactory.getLogger("io.ganglion.ngsi").info("serves {}", NgsiServlet.ROOT);
    }

    private static ServiceRegistration<Servlet> register(BundleContext context, Servlet servlet) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.pattern", NgsiServlet.ROOT + "/*");
        properties.put("osgi.http.whiteboard.servlet.name", "ganglion-ngsi-ld");
        properties.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.name=ganglion)");
        return context.registerService(Servlet.class, servlet, properties);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setTail(Tail tail) {
        leave();
        followed = tail;
        following = tail.follow(observation -> !subscriptions.isIdle(), subscriptions::observed);
    }

    synchronized void unsetTail(Tail tail) {
        if (followed == tail) {
            leave();
        }
    }

    private void leave() {
        if (following != null) {
            following.close();
        }
        following = null;
        followed = null;
    }

    @Deactivate
    synchronized void stop() {
        servlet.unregister();
        leave();
        contextBundles.close();
        subscriptions.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
