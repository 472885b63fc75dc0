// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.core.coap.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one resource observed: registers, waits, registers again. All its state is changed by its own thread, {@code
 * ganglion-coap-NAME}.
 */
final class Watch implements Observation.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Values held back while the node is full; the oldest leaves first, for a resource's state is its newest value. */
    private static final int HELD = 64;

    private static final Duration KNOCK_AGAIN = Duration.ofMillis(20);

    private final ObserveSettings settings;
    private final Intake intake;
    private final Clock clock;
    private final Backoff backoff;
    private final ScheduledThreadPoolExecutor threads;
    private final Deque<Payload> held = new ArrayDeque<>();
    private Optional<Observation> current = Optional.empty();
    private volatile DriverStatus status;
    private volatile long dropped;
    private long notifications;
    private boolean knocking;

    Watch(ObserveSettings settings, Intake intake, Clock clock) {
        this.settings = settings;
        this.intake = intake;
        this.clock = clock;
        this.backoff = new Backoff(settings.reconnectFirst(), settings.reconnectMost(), new SplittableRandom());
        this.threads = Threads.named("ganglion-" + settings.name(), 1);
        this.status = new DriverStatus(State.STARTING, "asks " + settings.uri(), clock.instant());
    }

    void start() {
        later(Duration.ZERO, this::open);
    }

    /** Thread-safe; returns at once. */
    DriverStatus status() {
        DriverStatus now = status;
        String lost = dropped == 0 ? "" : "; " + dropped + " values dropped while the node was full";
        return new DriverStatus(now.state(), now.detail() + lost, now.since());
    }

    private void later(Duration pause, Runnable step) {
        try {
            threads.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is no later.
        }
    }

    private void open() {
        try {
            current = Optional.of(new Observation(settings, threads, this));
        } catch (IOException | IllegalArgumentException e) {
            retry(Trouble.lasting(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void notified(Observation from, Response value) {
        Instant now = clock.instant();
        later(Duration.ZERO, () -> {
            if (isCurrent(from)) {
                take(value, now);
                listen(from, ++notifications);
            }
        });
    }

    /** Where the device says nothing for too long, it is asked; where it does not answer that, it is gone. */
    private void listen(Observation from, long heard) {
        if (settings.silence().isZero()) {
            return;
        }
        later(settings.silence(), () -> {
            if (isCurrent(from) && notifications == heard) {
                from.refresh();
            }
        });
    }

    private void take(Response value, Instant now) {
        backoff.reset();
        report(State.ONLINE, "observes " + settings.uri());
        Optional<String> type = value.getOptions().hasContentFormat()
                ? settings.formats().mediaType(value.getOptions().getContentFormat())
                : Optional.of(settings.mediaType());
        if (held.size() == HELD) {
            held.remove();
            dropped++;
        }
        // A format that nobody here knows is still kept: the contract refuses it, and the quarantine shows it.
        held.add(new Payload(
                settings.name(),
                settings.contract(),
                settings.device(),
                settings.uri().getPath(),
                type.orElse("application/octet-stream"),
                value.getPayload(),
                now.getEpochSecond() * 1_000_000_000L + now.getNano()));
        if (!knocking) {
            knock();
        }
    }

    private void knock() {
        knocking = false;
        while (!held.isEmpty() && intake.offer(held.peek(), Acknowledgement.NONE)) {
            held.remove();
        }
        if (!held.isEmpty()) {
            report(State.DEGRADED, "the node is busy; " + settings.uri() + " waits");
            knocking = true;
            later(KNOCK_AGAIN, this::knock);
        } else if (status.state() == State.DEGRADED) {
            report(State.ONLINE, "observes " + settings.uri());
        }
    }

    @Override
    public void lost(Observation from, Trouble trouble) {
        later(Duration.ZERO, () -> {
            if (isCurrent(from)) {
                current = Optional.empty();
                from.close();
                retry(trouble);
            }
        });
    }

    private void retry(Trouble trouble) {
        Duration pause = trouble.state() == State.FAILED ? backoff.slow() : backoff.next();
        String next = pause.toSeconds() > 0 ? pause.toSeconds() + " s" : pause.toMillis() + " ms";
        report(trouble.state(), trouble.message() + ", next try in " + next);
        later(pause, this::open);
    }

    private boolean isCurrent(Observation asked) {
        return current.isPresent() && current.get() == asked;
    }

    private void report(State state, String detail) {
        Instant since = status.state() == state ? status.since() : clock.instant();
        if (status.state() != state) {
            LOG.info("{}: {}", settings.name(), detail);
        }
        status = new DriverStatus(state, detail, since);
    }

    /** Blocks for two seconds at most. */
    void close() {
        if (threads.isShutdown()) {
            return;
        }
        Future<?> end = threads.submit(() -> {
            current.ifPresent(Observation::close);
            current = Optional.empty();
        });
        try {
            end.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{}: its socket closes late", settings.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }
}
