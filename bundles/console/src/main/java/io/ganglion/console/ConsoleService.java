// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console;

import io.ganglion.console.live.EventsServlet;
import io.ganglion.console.live.Happenings;
import io.ganglion.console.live.Heart;
import io.ganglion.console.live.Streams;
import io.ganglion.console.rest.ApiServlet;
import io.ganglion.console.rest.OverviewRoutes;
import io.ganglion.console.rest.Plant;
import io.ganglion.console.rest.Pulse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.LoggerFactory;

/** Puts the surface together and registers it behind the door. */
@Component(
        name = ConsoleConfig.PID,
        service = {},
        immediate = true)
@Designate(ocd = ConsoleConfig.class)
public final class ConsoleService {

    private final TrackedServices services;
    private final Streams streams;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-heart");
        thread.setDaemon(true);
        return thread;
    });
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public ConsoleService(BundleContext context, ConsoleConfig config) {
        Clock clock = Clock.systemUTC();
        services = new TrackedServices(context);
        streams = new Streams(config.max__streams(), config.stream__buffer__bytes());
        Plant plant = new Plant(services, clock);
        Pulse pulse = new Pulse();
        OverviewRoutes overview = new OverviewRoutes(
                services, plant, pulse, clock, context.getBundle().getVersion().toString());
        register(context, new ApiServlet(services, plant, overview, clock), ApiServlet.ROOT + "/*", "ganglion-api");
        register(
                context,
                new EventsServlet(streams, () -> overview.event(plant.rows())),
                EventsServlet.PATH,
                "ganglion-events");
        registrations.add(context.registerService(
                EventHandler.class,
                new Happenings(streams, plant, overview),
                new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, Happenings.TOPICS))));
        timer.scheduleAtFixedRate(new Heart(services, plant, overview, pulse, streams, clock), 1, 1, TimeUnit.SECONDS);
        LoggerFactory.getLogger("io.ganglion.console").info("serves {}", ApiServlet.ROOT);
    }

    private void register(BundleContext context, Servlet servlet, String pattern, String name) {
        registrations.add(context.registerService(
                Servlet.class,
                servlet,
                new Hashtable<>(Map.of(
                        "osgi.http.whiteboard.servlet.pattern",
                        pattern,
                        "osgi.http.whiteboard.servlet.name",
                        name,
                        "osgi.http.whiteboard.servlet.asyncSupported",
                        true,
                        "osgi.http.whiteboard.context.select",
                        "(osgi.http.whiteboard.context.name=ganglion)"))));
    }

    @Deactivate
    void stop() {
        timer.shutdownNow();
        registrations.forEach(ServiceRegistration::unregister);
        streams.endAll();
        services.close();
    }
}
