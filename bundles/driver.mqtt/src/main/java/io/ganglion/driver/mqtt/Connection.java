// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the broker alive: opens it, waits, opens the next one. All its state is changed by its own
 * thread, {@code ganglion-mqtt-NAME}; Paho's threads only leave word.
 */
final class Connection implements Session.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** A broker that takes the connection and then says nothing gets this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A session that ends sooner was no success: two clients of one id would throw each other out for ever. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final MqttSettings settings;
    private final Clock clock;
    private final Doorstep doorstep;
    private final Backoff backoff;
    private final ScheduledThreadPoolExecutor thread;
    private Optional<Session> session = Optional.empty();
    private volatile DriverStatus status;

    Connection(MqttSettings settings, Intake intake, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.doorstep = new Doorstep(settings, intake, clock);
        this.backoff = new Backoff(settings.reconnectFirst(), settings.reconnectMost(), new SplittableRandom());
        this.status = new DriverStatus(State.STARTING, "connects to " + settings.uri(), clock.instant());
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "ganglion-mqtt-" + settings.name());
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    void start() {
        later(Duration.ZERO, this::open);
    }

    /** Thread-safe; returns at once. */
    DriverStatus status() {
        DriverStatus now = status;
        if (now.state() == State.ONLINE && doorstep.isHolding()) {
            String detail = "the node is busy: messages wait at the broker " + settings.uri() + doorstep.strays();
            return new DriverStatus(State.DEGRADED, detail, now.since());
        }
        return new DriverStatus(now.state(), now.detail() + doorstep.strays(), now.since());
    }

    private void later(Duration pause, Runnable step) {
        try {
            thread.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is no later.
        }
    }

    private void open() {
        try {
            Session opened = new Session(settings, doorstep, this);
            session = Optional.of(opened);
            opened.open();
            later(PATIENCE, () -> lose(opened, Trouble.passing("broker does not answer: " + settings.uri()), false));
        } catch (IOException e) {
            session.ifPresent(opened -> lose(opened, Trouble.ofFiles(e), true));
        } catch (MqttException | IllegalArgumentException e) {
            session.ifPresentOrElse(
                    opened -> lose(opened, Trouble.of(e, settings), true), () -> retry(Trouble.of(e, settings)));
        }
    }

    @Override
    public void online(Session reporting) {
        later(Duration.ZERO, () -> {
            if (isCurrent(reporting) && reporting.isConnected()) {
                report(State.ONLINE, "reads " + String.join(", ", settings.filters()) + " from " + settings.uri());
            }
        });
    }

    @Override
    public void over(Session reporting, Trouble trouble) {
        later(Duration.ZERO, () -> lose(reporting, trouble, true));
    }

    /** @param whateverItsState false to spare a session that is online */
    private void lose(Session lost, Trouble trouble, boolean whateverItsState) {
        if (!isCurrent(lost) || (!whateverItsState && status.state() == State.ONLINE)) {
            return;
        }
        session = Optional.empty();
        lost.abandon();
        boolean stable = status.state() == State.ONLINE
                && Duration.between(status.since(), clock.instant()).compareTo(STABLE) >= 0;
        if (stable) {
            backoff.reset();
        }
        retry(trouble);
    }

    private void retry(Trouble trouble) {
        Duration pause = trouble.state() == State.FAILED ? backoff.slow() : backoff.next();
        String next = pause.toSeconds() > 0 ? pause.toSeconds() + " s" : pause.toMillis() + " ms";
        report(trouble.state(), trouble.message() + ", next try in " + next);
        later(pause, this::open);
    }

    private boolean isCurrent(Session asked) {
        return session.isPresent() && session.get() == asked;
    }

    private void report(State state, String detail) {
        Instant since = status.state() == state ? status.since() : clock.instant();
        if (status.state() != state) {
            LOG.info("{}: {}", settings.name(), detail);
        }
        status = new DriverStatus(state, detail, since);
    }

    /** Blocks for some seconds at most, so that the broker hears a goodbye. */
    void close() {
        Future<?> goodbye = thread.submit(() -> {
            session.ifPresent(Session::close);
            session = Optional.empty();
        });
        try {
            goodbye.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{}: the broker did not hear our goodbye; its last will speaks for us", settings.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }

    /** Drops the connection as a power cut would, and never comes back: for tests of what the broker then does. */
    void die() {
        thread.shutdownNow();
        session.ifPresent(Session::abandon);
    }
}
