// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Tickets;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.order.Desk;
import io.ganglion.feedback.order.LabelDesk;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maintenance systems that are here now. Thread-safe. */
public final class Outbox implements Tickets, Desk.Outside, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration CAP = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Desk desk;
    private final LabelDesk labels;
    private final Taxonomies taxonomies;
    private final Exchange.Settings settings;
    private final Clock clock;
    private final Map<String, Courier> couriers = new ConcurrentHashMap<>();

    public Outbox(
            Ledger ledger,
            Desk desk,
            LabelDesk labels,
            Taxonomies taxonomies,
            Duration poll,
            Function<WorkOrder, Optional<URI>> evidence,
            Predicate<String> recreate,
            Clock clock) {
        this.ledger = ledger;
        this.desk = desk;
        this.labels = labels;
        this.taxonomies = taxonomies;
        this.clock = clock;
        settings = new Exchange.Settings(
                poll, new Backoff(FIRST, CAP, () -> ThreadLocalRandom.current().nextDouble()), evidence, recreate);
        desk.outside(this);
    }

    /** A system came. */
    public synchronized void add(MaintenanceSystem system) {
        if (couriers.containsKey(system.name())) {
            LOG.warn(
                    "Two maintenance systems are called {}: the second is not used. Give it another name",
                    system.name());
            return;
        }
        Exchange exchange = new Exchange(system, ledger, desk, labels, taxonomies, settings, clock);
        couriers.put(system.name(), new Courier(exchange, clock));
    }

    /** A system went; what it was not asked yet waits for it. */
    public synchronized void remove(MaintenanceSystem system) throws InterruptedException {
        Courier courier = couriers.get(system.name());
        if (courier != null && courier.exchange().isOf(system)) {
            couriers.remove(system.name());
            courier.close();
        }
    }

    @Override
    public boolean changed(String system, String id) {
        Courier courier = couriers.get(system);
        try {
            if (courier == null
                    || ledger.act(books -> books.withTicket(system, id)).isEmpty()) {
                return false;
            }
        } catch (UncheckedIOException e) {
            return false;
        }
        courier.exchange().hint(id);
        courier.wake();
        return true;
    }

    @Override
    public void wake(String system) {
        Courier courier = couriers.get(system);
        if (courier != null) {
            courier.wake();
        }
    }

    @Override
    public void retry(String system) {
        Courier courier = couriers.get(system);
        if (courier != null) {
            courier.exchange().hurry();
            courier.wake();
        }
    }

    @Override
    public boolean has(String system) {
        return couriers.containsKey(system);
    }

    /** What is wrong with the systems, with the next step; empty while all is well. */
    public String trouble() {
        return couriers.values().stream()
                .map(courier -> courier.exchange().trouble())
                .filter(trouble -> !trouble.isEmpty())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    @Override
    public synchronized void close() throws InterruptedException {
        for (Courier courier : couriers.values()) {
            courier.close();
        }
        couriers.clear();
    }
}
