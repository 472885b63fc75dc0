// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CoAP server as a driver of the node. It opens no door before it is configured, as the edge assembly does. */
@Component(
        name = ServerConfig.PID,
        service = Driver.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ServerConfig.class)
public final class CoapDriver implements Driver {

    /** Under which it delivers payloads. */
    static final String NAME = "coap";

    private static final Logger LOG = LoggerFactory.getLogger(CoapDriver.class);

    private final Clock clock;
    private final Optional<Server> server;
    private volatile DriverStatus last;

    @Activate
    public CoapDriver(BundleContext context, ServerConfig config, @Reference Node node, @Reference Intake intake) {
        this(
                () -> ServerSettings.of(config, node, Optional.ofNullable(context.getProperty("ganglion.secrets"))),
                intake,
                Clock.systemUTC());
    }

    /** Settings that do not hold are an {@link IllegalArgumentException} of their source, and become state. */
    CoapDriver(Supplier<ServerSettings> settings, Intake intake, Clock clock) {
        this.clock = clock;
        Optional<Server> opened = Optional.empty();
        String detail = "";
        try {
            opened = Optional.of(Server.open(settings.get(), intake, clock));
            LOG.info("listens on {}", String.join(", ", opened.get().addresses()));
        } catch (IOException e) {
            detail = String.valueOf(e.getMessage());
        } catch (IllegalArgumentException e) {
            detail = e.getMessage() + "; correct it in " + ServerConfig.PID;
        }
        this.server = opened;
        this.last = new DriverStatus(opened.isPresent() ? State.ONLINE : State.FAILED, detail, clock.instant());
        if (opened.isEmpty()) {
            LOG.error("{}", detail);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DriverStatus status() {
        DriverStatus before = last;
        if (server.isEmpty()) {
            return before;
        }
        Server open = server.get();
        String trouble = trouble(open);
        State state = trouble.isEmpty() ? State.ONLINE : State.DEGRADED;
        Instant since = before.state() == state ? before.since() : clock.instant();
        String hint = open.isLonely() ? "; nobody has a key for coaps yet: ganglion credential coap NAME" : "";
        last = new DriverStatus(state, String.join(", ", open.addresses()) + hint + trouble, since);
        return last;
    }

    private static String trouble(Server open) {
        String login = open.loginTrouble();
        long turnedAway = open.turnedAway();
        return (login.isEmpty() ? "" : "; " + login)
                + (turnedAway == 0 ? "" : "; " + turnedAway + " messages dropped, more peers than max_peers");
    }

    /** The doors, for tests. */
    Optional<Server> server() {
        return server;
    }

    @Deactivate
    void close() {
        server.ifPresent(Server::close);
    }
}
