// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.message.Body;
import io.ganglion.uplink.message.Letter;
import io.ganglion.uplink.policy.Frame;
import io.ganglion.uplink.policy.Policy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One uplink as a whole. Its work is done by its own thread, {@code ganglion-uplink-NAME}. */
public final class Destination implements Uplink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Destination.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final long GOODBYE_S = 5;

    private final Settings settings;
    private final Journal journal;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Meter meter = new Meter();
    private final ScheduledThreadPoolExecutor thread;
    private final Errands errands;
    private volatile Optional<Open> open = Optional.empty();
    private volatile DriverStatus closed;

    /** What there is once the journal and the dead letters are open. */
    private record Open(Journal.Reader reader, DeadLetters letters, Shipping shipping, Courier courier) {}

    public Destination(Settings settings, Journal journal, Clock clock, LongSupplier nanos) {
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
        this.nanos = nanos;
        this.closed = new DriverStatus(State.STARTING, "opens the journal", clock.instant());
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "ganglion-uplink-" + settings.name());
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.errands = new Errands(thread);
    }

    public void start() {
        errands.now(this::open);
    }

    private void open() {
        try {
            DeadLetters letters = new DeadLetters(settings.folder(), settings.deadLetters());
            Journal.Reader reader = journal.open(settings.name());
            try {
                aboard(reader, letters);
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            String detail = "the journal or the dead letters cannot be opened: " + e.getMessage();
            LOG.warn("uplink {}: {}", settings.name(), detail);
            closed = new DriverStatus(State.FAILED, detail, clock.instant());
            errands.after(AGAIN, this::open);
        }
    }

    private void aboard(Journal.Reader reader, DeadLetters letters) {
        Hold hold = new Hold(settings, lane(Kind.INSIGHT, reader), lane(Kind.OBSERVATION, reader), letters, clock);
        TokenBucket bucket = new TokenBucket(settings.bytesPerSecond(), nanos.getAsLong());
        Shipping shipping = new Shipping(hold, bucket, meter, nanos, errands);
        Courier courier = new Courier(settings, clock, nanos, shipping, errands);
        open = Optional.of(new Open(reader, letters, shipping, courier));
        shipping.start();
        courier.start();
    }

    private Lane lane(Kind kind, Journal.Reader reader) {
        return new Lane(
                kind,
                reader,
                new Lane.Names(settings.node(), journal.epoch(), settings.site()),
                new Policy(settings.policy()),
                new Body(settings.representation(), settings.timeAttribute()),
                new Frame(settings.policy().span()));
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public UplinkStatus status() {
        Shipping.Snapshot now = open.map(o -> o.shipping().status()).orElse(Shipping.Snapshot.NONE);
        return new UplinkStatus(
                settings.broker().uri().toString(),
                open.map(o -> o.courier().status()).orElse(closed),
                now.observations(),
                now.insights(),
                now.inFlight(),
                now.sent(),
                now.resent(),
                now.leftOut(),
                open.map(o -> o.letters().size()).orElse(0L),
                meter.total(),
                meter.perSecond(nanos.getAsLong()));
    }

    @Override
    public List<DeadLetter> deadLetters(int limit) {
        try {
            return open.isPresent() ? open.get().letters().list(limit) : List.of();
        } catch (SQLException e) {
            throw new IllegalStateException("the dead letters cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int retry(List<Long> numbers) {
        if (open.isEmpty()) {
            return 0;
        }
        Open aboard = open.get();
        List<Long> which = numbers.isEmpty()
                ? deadLetters(Integer.MAX_VALUE).stream()
                        .map(DeadLetter::number)
                        .toList()
                : numbers;
        int found = 0;
        for (long number : which) {
            try {
                Optional<Letter> letter = aboard.letters().find(number);
                letter.ifPresent(again -> aboard.shipping().retry(again, number));
                found += letter.isPresent() ? 1 : 0;
            } catch (SQLException e) {
                throw new IllegalStateException("dead letter " + number + " cannot be read: " + e.getMessage(), e);
            }
        }
        return found;
    }

    /** Blocks for some seconds at most, so that the broker hears a goodbye and the journal what was answered. */
    @Override
    public void close() {
        try {
            thread.submit(() -> open.ifPresent(o -> o.courier().stop())).get(GOODBYE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("uplink {}: no goodbye; what was unanswered is sent again next time", settings.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
            closeFiles();
        }
    }

    private void closeFiles() {
        try {
            if (thread.awaitTermination(GOODBYE_S, TimeUnit.SECONDS) && open.isPresent()) {
                open.get().reader().close();
                open.get().letters().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.info("uplink {}: {}", settings.name(), e.getMessage());
        }
    }
}
