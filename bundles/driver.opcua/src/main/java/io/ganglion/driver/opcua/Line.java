// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the server alive: opens it, listens or asks, opens the next one. All its state is changed by its
 * own thread, {@code ganglion-NAME}, because opening a session blocks for several time-outs; Milo's threads only leave
 * word.
 */
final class Line implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    /** Readings held back while the node is full; beyond that the oldest leaves, and is counted. */
    private static final int HELD = 64;

    private static final Duration KNOCK_AGAIN = Duration.ofMillis(20);
    private static final int NAMED = 3;

    private final OpcUaSettings settings;
    private final Intake intake;
    private final Clock clock;
    private final Backoff backoff;
    private final ScheduledThreadPoolExecutor thread;
    private final Deque<Payload> held = new ArrayDeque<>();
    private final Board board = new Board();
    private Optional<Session> current = Optional.empty();
    private boolean knocking;
    private long dropped;
    private volatile DriverStatus status;

    Line(OpcUaSettings settings, Intake intake, Clock clock) {
        this.settings = settings;
        this.intake = intake;
        this.clock = clock;
        this.backoff = new Backoff(settings.reconnectFirst(), settings.reconnectMost(), new SplittableRandom());
        this.status = new DriverStatus(State.STARTING, "connects to " + settings.endpoint(), clock.instant());
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "ganglion-" + settings.name());
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
        return status;
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
            Session opened = new Session(settings, this);
            current = Optional.of(opened);
            if (settings.subscribes()) {
                opened.subscribe(this);
            } else {
                ask(opened);
            }
            backoff.reset();
            tell();
        } catch (UaException | IOException | IllegalArgumentException e) {
            drop(Troubles.of(e, settings));
        }
    }

    private void ask(Session session) {
        if (!isCurrent(session)) {
            return;
        }
        long started = System.nanoTime();
        try {
            take(settings.variables(), session.read());
        } catch (UaException e) {
            drop(Troubles.of(e, settings));
            return;
        }
        Duration rest = settings.period().minusNanos(System.nanoTime() - started);
        later(rest.isNegative() ? Duration.ZERO : rest, () -> ask(session));
    }

    @Override
    public void changed(Session from, List<Variable> variables, List<DataValue> values) {
        later(Duration.ZERO, () -> {
            if (isCurrent(from)) {
                take(variables, values);
            }
        });
    }

    private void take(List<Variable> variables, List<DataValue> values) {
        for (int i = 0; i < variables.size() && i < values.size(); i++) {
            board.put(variables.get(i), values.get(i));
        }
        if (!board.isEmpty()) {
            hold(payload());
        }
        if (!knocking) {
            knock();
        }
    }

    private Payload payload() {
        Instant now = clock.instant();
        return new Payload(
                settings.name(),
                settings.contract(),
                settings.device(),
                settings.endpoint().toString(),
                "application/json",
                board.keyValues(settings, now),
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private void hold(Payload payload) {
        if (held.size() == HELD) {
            held.remove();
            dropped++;
        }
        held.add(payload);
    }

    private void knock() {
        knocking = false;
        while (!held.isEmpty() && intake.offer(held.peek(), Acknowledgement.NONE)) {
            held.remove();
        }
        if (!held.isEmpty()) {
            knocking = true;
            later(KNOCK_AGAIN, this::knock);
        }
        if (current.isPresent()) {
            tell();
        }
    }

    /** How it stands while there is a session. */
    private void tell() {
        StringBuilder detail = new StringBuilder(settings.subscribes() ? "subscribes to " : "asks ")
                .append(settings.endpoint())
                .append(" every ")
                .append(settings.period().toMillis())
                .append(" ms");
        Map<Variable, String> troubles = board.troubles();
        troubles.entrySet().stream()
                .limit(NAMED)
                .forEach(entry ->
                        detail.append("; ").append(entry.getKey()).append(": ").append(entry.getValue()));
        if (troubles.size() > NAMED) {
            detail.append("; and ").append(troubles.size() - NAMED).append(" more");
        }
        if (board.leftOut() > 0) {
            detail.append("; ").append(board.leftOut()).append(" values left out since the start");
        }
        if (!held.isEmpty()) {
            detail.append("; the node is busy, ").append(held.size()).append(" readings wait");
        }
        if (dropped > 0) {
            detail.append("; ").append(dropped).append(" readings dropped while the node was full");
        }
        report(troubles.isEmpty() && held.isEmpty() ? State.ONLINE : State.DEGRADED, detail.toString());
    }

    @Override
    public void lost(Session from, String why) {
        later(Duration.ZERO, () -> {
            if (isCurrent(from)) {
                drop(Trouble.passing(why + ": " + settings.endpoint()));
            }
        });
    }

    private void drop(Trouble trouble) {
        Optional<Session> ended = current;
        current = Optional.empty();
        ended.ifPresent(Session::close);
        Duration pause = trouble.state() == State.FAILED ? backoff.slow() : backoff.next();
        String next = pause.toSeconds() > 0 ? pause.toSeconds() + " s" : pause.toMillis() + " ms";
        report(trouble.state(), trouble.message() + ", next try in " + next);
        later(pause, this::open);
    }

    private boolean isCurrent(Session asked) {
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
        if (thread.isShutdown()) {
            return;
        }
        Future<?> end = thread.submit(() -> {
            current.ifPresent(Session::close);
            current = Optional.empty();
        });
        try {
            end.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{}: the server did not hear our goodbye", settings.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }
}
