// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance;

import io.ganglion.api.maintenance.Tickets;
import io.ganglion.maintenance.hook.HookGate;
import io.ganglion.maintenance.hook.HookServlet;
import io.ganglion.maintenance.hook.Hooked;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Registers {@code /hooks/*} with the HTTP whiteboard, outside of the context whose door wants a login. */
@Component(
        service = {},
        immediate = true)
public final class HookEndpoint {
    private final List<Hooked> systems = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<Servlet> servlet;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Tickets tickets;

    @Activate
    public HookEndpoint(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.http.whiteboard.servlet.name", "ganglion-hooks");
        properties.put("osgi.http.whiteboard.servlet.pattern", "/hooks/*");
        servlet = context.registerService(Servlet.class, new HookServlet(this::gate, () -> tickets), properties);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSystem(Hooked system) {
        systems.add(system);
    }

    void removeSystem(Hooked system) {
        systems.remove(system);
    }

    private Optional<HookGate> gate(String name) {
        return systems.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .flatMap(Hooked::gate);
    }

    @Deactivate
    void close() {
        servlet.unregister();
    }
}
