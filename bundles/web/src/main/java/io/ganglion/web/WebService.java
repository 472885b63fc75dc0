// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import io.ganglion.api.device.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the door together and registers both contexts with the HTTP whiteboard. Other settings log everybody out. */
@Component(
        name = WebConfig.PID,
        service = {},
        immediate = true)
@Designate(ocd = WebConfig.class)
public final class WebService {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.web");
    private static final String CONTEXT = "osgi.http.whiteboard.context.name";

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public WebService(BundleContext context, WebConfig config, @Reference Node node) {
        Path secrets = secrets(context, node);
        WebSettings settings = WebSettings.of(config);
        Gate gate = new Gate(settings, secrets, Clock.systemUTC());
        // Both lie at the root, and a whiteboard asks the one of higher rank first: pages take whatever nobody else
        // has.
        register(context, gate.closed(), WebContext.CLOSED, 1);
        register(context, gate.open(), WebContext.PUBLIC, 0);
        registrations.add(context.registerService(
                Servlet.class,
                gate.session(),
                properties(Map.of(
                        "osgi.http.whiteboard.servlet.pattern",
                        SessionServlet.PATH,
                        "osgi.http.whiteboard.servlet.name",
                        "ganglion-session",
                        "osgi.http.whiteboard.context.select",
                        "(" + CONTEXT + "=" + WebContext.CLOSED + ")"))));
        if (settings.realm().isEmpty()) {
            welcome(secrets);
        }
    }

    private static Path secrets(BundleContext context, Node node) {
        String folder = context.getProperty("ganglion.secrets");
        return folder == null || folder.isEmpty() ? node.data().resolve("secrets") : Path.of(folder);
    }

    private static void welcome(Path secrets) {
        try {
            FirstLogin.make(secrets)
                    .ifPresent(
                            file -> LOG.info("the first administrator's login (user and password) lies in {}", file));
        } catch (IOException e) {
            LOG.warn(
                    "no first login could be made in {}: {}. Make one: ganglion credential web", secrets, e.toString());
        }
    }

    private void register(BundleContext context, ServletContextHelper helper, String name, int rank) {
        registrations.add(context.registerService(
                ServletContextHelper.class,
                helper,
                properties(Map.of(
                        CONTEXT, name, "osgi.http.whiteboard.context.path", "/", Constants.SERVICE_RANKING, rank))));
    }

    private static Hashtable<String, Object> properties(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
