// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Outlet;
import io.ganglion.uplink.wire.Broker;
import io.ganglion.uplink.wire.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what uplinks of other nodes sent to a broker; one for each factory configuration. */
@Component(
        service = Driver.class,
        configurationPid = "io.ganglion.uplink.receiver",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ReceiverConfig.class, factory = true)
public final class Receiver implements Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long GOODBYE_S = 5;

    private final String name;
    private final ScheduledExecutorService thread;
    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
    private Optional<Seen> seen = Optional.empty();
    private Optional<Reception> reception = Optional.empty();
    private DriverStatus refusal;

    @Activate
    public Receiver(ReceiverConfig config, @Reference Node node, @Reference Intake intake) {
        this.name = config.name();
        Clock clock = Clock.systemUTC();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "ganglion-receiver-line-" + config.name());
            named.setDaemon(true);
            return named;
        });
        this.refusal = new DriverStatus(State.STARTING, "", clock.instant());
        try {
            open(config, node, intake, () -> outlets, clock);
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage() + "; correct it in io.ganglion.uplink.receiver", clock);
        } catch (IOException e) {
            refuse(e.getMessage(), clock);
        }
    }

    private void refuse(String problem, Clock clock) {
        refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        LOG.warn("{}: {}", name, problem);
    }

    private void open(ReceiverConfig config, Node node, Intake intake, Supplier<List<Outlet>> doors, Clock clock)
            throws IOException {
        Broker broker = broker(config, node);
        List<String> filters = filters(config.topics(), node.topic("uplink", "+"));
        Seen known =
                new Seen(node.data().resolve("uplink").resolve("receiver-" + name.replaceAll("[^A-Za-z0-9._-]", "_")));
        seen = Optional.of(known);
        Desk desk = new Desk(known, thread);
        Post post = new Post(name, desk, intake, doors, clock);
        Reception made = new Reception(broker, filters, config.reconnect__ms(), desk, post, clock, thread, name);
        reception = Optional.of(made);
        made.start();
    }

    private static Broker broker(ReceiverConfig config, Node node) {
        return new Broker(
                Broker.uri(config.uri()),
                Broker.Version.of(config.version()),
                config.client__id().isBlank()
                        ? "ganglion-" + node.site() + "-" + node.name() + "-" + config.name()
                        : config.client__id(),
                config.user(),
                path(config.password__file()),
                new TlsFiles(path(config.ca__file()), path(config.certificate__file()), path(config.key__file())),
                Duration.ofSeconds(config.keep__alive__s()),
                Duration.ofSeconds(config.session__s()),
                config.max__in__flight(),
                config.max__packet__bytes());
    }

    private static Optional<Path> path(String file) {
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file.strip()));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOutlet(Outlet outlet) {
        outlets.add(outlet);
    }

    void removeOutlet(Outlet outlet) {
        outlets.remove(outlet);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DriverStatus status() {
        return reception.map(Reception::status).orElse(refusal);
    }

    @Deactivate
    void close() {
        try {
            if (reception.isPresent()) {
                reception.get().close();
            }
            thread.shutdown();
            if (!thread.awaitTermination(GOODBYE_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
            if (seen.isPresent()) {
                seen.get().close();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.info("{}: {}", name, e.getMessage());
        }
    }

    /** Those listed, parted by commas where a .cfg file gives them in one text; else {@code usual}. */
    private static List<String> filters(String[] topics, String usual) {
        List<String> listed = Arrays.stream(topics)
                .flatMap(entries -> Arrays.stream(entries.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return listed.isEmpty() ? List.of(usual) : listed;
    }
}
