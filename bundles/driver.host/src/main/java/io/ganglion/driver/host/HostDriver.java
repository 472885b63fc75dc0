// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** This machine as a device. Loads its sensors at the first poll, not at start: they need native code and 0.2 s. */
@Component(
        service = {Driver.class, PolledDriver.class},
        configurationPid = "io.ganglion.driver.host")
@Designate(ocd = HostConfig.class)
public final class HostDriver implements PolledDriver {
    private static final Duration PRIMING = Duration.ofMillis(200);
    private static final Duration RESTING = Duration.ofMinutes(1);

    private final HostSettings settings;
    private final Clock clock;
    private final Supplier<Supplier<HostCounters>> loader;
    private Supplier<HostCounters> sensors;
    private HostCounters before;
    private Payload waiting;
    private volatile DriverStatus status;

    @Activate
    public HostDriver(HostConfig config, @Reference Node node) {
        this(HostSettings.of(config, node), Clock.systemUTC(), OshiSensors::new);
    }

    HostDriver(HostSettings settings, Clock clock, Supplier<Supplier<HostCounters>> loader) {
        this.settings = settings;
        this.clock = clock;
        this.loader = loader;
        this.status = settings.enabled()
                ? new DriverStatus(State.STARTING, "waits for its first poll", clock.instant())
                : new DriverStatus(
                        State.FAILED,
                        "switched off; to read this machine set enabled=true in io.ganglion.driver.host",
                        clock.instant());
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public DriverStatus status() {
        return status;
    }

    /** Short until there are two readings to tell a rate from, so that the first row comes soon. */
    @Override
    public Duration period() {
        return switch (status.state()) {
            case STARTING -> PRIMING.compareTo(settings.period()) < 0 ? PRIMING : settings.period();
            case FAILED -> RESTING;
            default -> settings.period();
        };
    }

    @Override
    public void poll(Intake intake) {
        if (status.state() == State.FAILED || (sensors == null && !load())) {
            return;
        }
        // A row that was refused goes first; what happens meanwhile is in the next one's rates.
        if (waiting == null) {
            waiting = read();
        }
        if (waiting != null && intake.offer(waiting, Acknowledgement.NONE)) {
            waiting = null;
            online();
        } else if (waiting != null) {
            report(State.DEGRADED, "the node is busy and pushes back; the last row waits for the next poll");
        }
    }

    private boolean load() {
        try {
            sensors = loader.get();
            return true;
        } catch (LinkageError | RuntimeException e) {
            report(
                    State.FAILED,
                    "no native sensor library for " + System.getProperty("os.name") + "/"
                            + System.getProperty("os.arch")
                            + " (musl needs the gcompat package); set enabled=false in io.ganglion.driver.host: "
                            + firstLine(e));
            return false;
        }
    }

    private static String firstLine(Throwable problem) {
        String message = String.valueOf(problem.getMessage());
        int end = message.indexOf('\n');
        return problem.getClass().getSimpleName() + ": " + (end < 0 ? message : message.substring(0, end));
    }

    /** The next row; null at the very first reading, which has nothing to be compared with. */
    private Payload read() {
        HostCounters now = sensors.get();
        HostCounters past = before;
        before = now;
        if (past == null) {
            return null;
        }
        Instant time = clock.instant();
        long receivedAt = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        byte[] body = now.since(past).encode(settings.device(), time);
        return new Payload(name(), "Host", settings.device(), "sensors", "application/json", body, receivedAt);
    }

    private void online() {
        if (before.disks().isEmpty()) {
            report(State.DEGRADED, "no physical disk is visible from here, so its rates read 0");
        } else {
            report(State.ONLINE, "one row every " + settings.period().toMillis() + " ms");
        }
    }

    private void report(State state, String detail) {
        if (status.state() != state || !status.detail().equals(detail)) {
            status = new DriverStatus(state, detail, clock.instant());
        }
    }
}
