// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.uplink.wire.Broker;
import io.ganglion.uplink.wire.Broker.Version;
import io.ganglion.uplink.wire.Incoming;
import io.ganglion.uplink.wire.Line;
import io.ganglion.uplink.wire.Terms;
import io.ganglion.uplink.wire.Trouble;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a subscription alive and what it brings moving. The connection is kept by one thread, what arrived is opened by
 * another, so that a full node holds up neither Paho nor the reconnect.
 */
final class Reception implements Line.Ears {
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private record Arrival(Delivery delivery, Incoming message) {}

    private final Broker broker;
    private final List<String> filters;
    private final long firstPauseMillis;
    private final Desk desk;
    private final Post post;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private final Thread opener;
    private final BlockingQueue<Arrival> arrivals;
    private Optional<Line> line = Optional.empty();
    private Version spoken;
    private boolean up;
    private long pause;
    private volatile DriverStatus status;

    Reception(
            Broker broker,
            List<String> filters,
            long firstPauseMillis,
            Desk desk,
            Post post,
            Clock clock,
            ScheduledExecutorService thread,
            String name) {
        this.broker = broker;
        this.filters = List.copyOf(filters);
        this.firstPauseMillis = firstPauseMillis;
        this.pause = firstPauseMillis;
        this.desk = desk;
        this.post = post;
        this.clock = clock;
        this.thread = thread;
        this.spoken = broker.version() == Version.V3 ? Version.V3 : Version.V5;
        this.arrivals = new LinkedBlockingQueue<>(2 * broker.unanswered());
        this.opener = new Thread(this::work, "ganglion-receiver-" + name);
        opener.setDaemon(true);
        this.status = new DriverStatus(State.STARTING, "connects to " + broker.uri(), clock.instant());
    }

    void start() {
        opener.start();
        later(0, this::open);
    }

    private void later(long millis, Runnable step) {
        try {
            thread.schedule(step, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is no later.
        }
    }

    private void open() {
        Line opened = broker.line(spoken, this);
        line = Optional.of(opened);
        up = false;
        try {
            opened.open();
        } catch (IOException e) {
            lose(opened, Trouble.ofFiles(e));
        }
    }

    @Override
    public void up(Line reporting, Terms terms) {
        later(0, () -> {
            if (isCurrent(reporting)) {
                up = true;
                pause = firstPauseMillis;
                report(State.ONLINE, "reads " + String.join(", ", filters) + " from " + broker.uri());
                reporting.subscribe(filters);
            }
        });
    }

    @Override
    public void answered(Line from, Object tag, int code, String words) {
        throw new IllegalStateException("a receiver sends nothing that could be answered: tag=" + tag);
    }

    /** On Paho's thread; held where more arrives than was asked for. */
    @Override
    public void arrived(Line from, Incoming message) throws InterruptedException {
        Arrival arrival = new Arrival(desk.open(from, message.number()), message);
        while (!arrivals.offer(arrival, 100, TimeUnit.MILLISECONDS)) {
            if (!opener.isAlive()) {
                throw new InterruptedException("this receiver is closed");
            }
        }
    }

    private void work() {
        try {
            while (true) {
                Arrival arrival = arrivals.take();
                post.take(arrival.delivery(), arrival.message());
            }
        } catch (InterruptedException e) {
            // Closed: what is not answered for comes again.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void over(Line reporting, Trouble trouble) {
        later(0, () -> lose(reporting, trouble));
    }

    private void lose(Line lost, Trouble trouble) {
        if (!isCurrent(lost)) {
            return;
        }
        line = Optional.empty();
        lost.cut();
        boolean misunderstood = !up && trouble.kind() != Trouble.Kind.UNREACHABLE && broker.version() == Version.AUTO;
        spoken = misunderstood && spoken == Version.V5 || broker.version() == Version.V3 ? Version.V3 : Version.V5;
        long millis = trouble.state() == State.FAILED && trouble.kind() != Trouble.Kind.VERSION
                ? LONGEST_PAUSE_MILLIS
                : pause * ThreadLocalRandom.current().nextLong(500, 1_001) / 1_000;
        pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        report(trouble.state(), trouble.message() + ", next try in " + millis + " ms");
        later(millis, this::open);
    }

    private boolean isCurrent(Line asked) {
        return line.isPresent() && line.get() == asked;
    }

    private void report(State state, String detail) {
        status = new DriverStatus(state, detail, status.state() == state ? status.since() : clock.instant());
    }

    /** Thread-safe; returns at once. */
    DriverStatus status() {
        DriverStatus now = status;
        if (now.state() == State.ONLINE && !desk.trouble().isEmpty()) {
            return new DriverStatus(State.DEGRADED, desk.trouble(), now.since());
        }
        if (now.state() == State.ONLINE && post.isHolding()) {
            return new DriverStatus(
                    State.DEGRADED, "the node is busy: messages wait at the broker " + broker.uri(), now.since());
        }
        return new DriverStatus(now.state(), now.detail() + post.remarks(), now.since());
    }

    /** Ends both threads' work; what is open is read to its end where nothing holds it up. */
    void close() throws InterruptedException {
        opener.interrupt();
        opener.join(TimeUnit.SECONDS.toMillis(1));
        later(0, () -> {
            line.ifPresent(Line::close);
            line = Optional.empty();
        });
    }
}
