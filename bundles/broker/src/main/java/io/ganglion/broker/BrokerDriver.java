// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Outlet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker as a driver of the node. It starts in a thread of its own, so that nothing waits for the journal; once
 * clients can connect, it registers the {@link Outlet}.
 */
@Component(name = BrokerConfig.PID, immediate = true)
@Designate(ocd = BrokerConfig.class)
public final class BrokerDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private final BundleContext context;
    private final Settings settings;
    private final Clock clock;
    private final Thread starter;
    private volatile Intake intake;
    private volatile Broker broker;
    private volatile DriverStatus last;
    private volatile boolean closed;
    private ServiceRegistration<Outlet> outlet;

    @Activate
    public BrokerDriver(BundleContext context, BrokerConfig config, @Reference Node node) {
        this(context, settings(config, node, context), Clock.systemUTC());
    }

    BrokerDriver(BundleContext context, Settings settings, Clock clock) {
        this.context = context;
        this.settings = settings;
        this.clock = clock;
        last = new DriverStatus(State.STARTING, "opens " + settings.folder(), clock.instant());
        starter = new Thread(this::start, "mqtt-broker-start");
        starter.start();
    }

    private static Settings settings(BrokerConfig config, Node node, BundleContext context) {
        String secrets = config.secrets().isEmpty() ? context.getProperty("ganglion.secrets") : config.secrets();
        Path folder = secrets == null || secrets.isEmpty() ? node.data().resolve("secrets") : Path.of(secrets);
        Optional<Settings.Tls> tls = config.tls__port() < 0
                ? Optional.empty()
                : Optional.of(new Settings.Tls(
                        config.tls__port(),
                        Path.of(config.tls__keystore()),
                        Path.of(config.tls__password__file()),
                        config.tls__client__certificate()));
        return new Settings(
                config.host(),
                config.port(),
                tls,
                node.site(),
                node.data().resolve("broker"),
                folder.resolve(Credentials.FILE),
                new Settings.Limits(
                        config.max__packet__bytes(),
                        config.max__connections(),
                        config.max__subscriptions(),
                        config.max__inflight(),
                        config.max__queue__messages(),
                        config.max__keep__alive__s(),
                        config.max__session__s(),
                        config.max__disk__percent()));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setIntake(Intake door) {
        intake = door;
    }

    void unsetIntake(Intake door) {
        if (intake == door) {
            intake = null;
        }
    }

    private void start() {
        try {
            Broker started = Broker.start(settings, () -> intake, clock);
            synchronized (this) {
                if (closed) {
                    started.close();
                    return;
                }
                broker = started;
                outlet = context.registerService(Outlet.class, started.outlet(), null);
            }
            LOG.info("listens on mqtt://{}:{}", settings.host(), started.port());
        } catch (IOException e) {
            last = new DriverStatus(State.FAILED, e.getMessage(), clock.instant());
            LOG.error("{}", e.getMessage());
        }
    }

    @Override
    public String name() {
        return Door.DRIVER;
    }

    @Override
    public DriverStatus status() {
        Broker running = broker;
        if (running == null) {
            return last;
        }
        DriverStatus before = last;
        String trouble = running.loginTrouble();
        String missing = missing(running);
        State state = running.isLocked()
                ? State.FAILED
                : trouble.isEmpty() && missing.isEmpty() ? State.ONLINE : State.DEGRADED;
        Instant since = before.state() == state ? before.since() : clock.instant();
        DriverStatus now = new DriverStatus(state, address(running) + join(trouble) + join(missing), since);
        last = now;
        return now;
    }

    private static String join(String part) {
        return part.isEmpty() ? "" : "; " + part;
    }

    private String address(Broker running) {
        int clients = running.connections();
        return "mqtt://" + settings.host() + ":" + running.port() + ", " + clients
                + (clients == 1 ? " client" : " clients");
    }

    private String missing(Broker running) {
        if (running.isDiskFull()) {
            return "the disk of " + settings.folder() + " is more than "
                    + settings.limits().diskPercent() + " % full, messages that must be stored are refused";
        }
        if (intake == null) {
            return "no pipeline, telemetry waits with its senders";
        }
        long dropped = running.dropped();
        return dropped == 0
                ? ""
                : dropped + " messages for absent or slow subscribers dropped, more than "
                        + settings.limits().queueMessages() + " waited for one";
    }

    @Deactivate
    void close() throws InterruptedException, IOException {
        closed = true;
        starter.join();
        synchronized (this) {
            if (outlet != null) {
                outlet.unregister();
            }
            if (broker != null) {
                broker.close();
            }
        }
    }
}
