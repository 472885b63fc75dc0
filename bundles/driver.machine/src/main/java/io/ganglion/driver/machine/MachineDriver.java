// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** A device for each factory configuration. The pipeline ticks it; it has no thread of its own. */
@Component(
        service = {Driver.class, PolledDriver.class},
        configurationPid = "io.ganglion.driver.machine",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MachineConfig.class, factory = true)
public final class MachineDriver implements PolledDriver {
    private final MachineSettings settings;
    private final Clock clock;
    private final Machine machine;
    private final Deque<Payload> waiting = new ArrayDeque<>();
    private volatile DriverStatus status;

    @Activate
    public MachineDriver(MachineConfig config) {
        this(MachineSettings.of(config), Clock.systemUTC());
    }

    MachineDriver(MachineSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.machine = new Machine(settings);
        this.status = new DriverStatus(State.STARTING, "waits for its first poll", clock.instant());
    }

    @Override
    public String name() {
        return "machine-" + settings.device();
    }

    @Override
    public DriverStatus status() {
        return status;
    }

    @Override
    public Duration period() {
        return settings.period();
    }

    @Override
    public void poll(Intake intake) {
        // A reading that was refused goes first, and the machine stands still meanwhile: nothing is lost, order is
        // kept.
        if (waiting.isEmpty()) {
            read(clock.instant());
        }
        while (!waiting.isEmpty() && intake.offer(waiting.peek(), Acknowledgement.NONE)) {
            waiting.remove();
        }
        if (waiting.isEmpty()) {
            report(State.ONLINE, "one reading every " + settings.period().toMillis() + " ms");
        } else {
            report(State.DEGRADED, "the node is busy and pushes back; the last reading waits for the next poll");
        }
    }

    private void read(Instant now) {
        long receivedAt = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        for (byte[] body : machine.next(now)) {
            waiting.add(
                    new Payload(name(), "Pump", settings.device(), "simulation", "application/json", body, receivedAt));
        }
    }

    private void report(State state, String detail) {
        if (status.state() != state) {
            status = new DriverStatus(state, detail, clock.instant());
        }
    }
}
