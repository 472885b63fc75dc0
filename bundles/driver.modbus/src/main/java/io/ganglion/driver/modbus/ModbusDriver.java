// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** A slave for each factory configuration. The pipeline ticks it; it has no thread of its own. */
@Component(
        service = {Driver.class, PolledDriver.class},
        configurationPid = ModbusConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ModbusConfig.class, factory = true)
public final class ModbusDriver implements PolledDriver {

    private final String name;
    private final Optional<Rounds> rounds;
    private final DriverStatus refusal;

    @Activate
    public ModbusDriver(ModbusConfig config) {
        Clock clock = Clock.systemUTC();
        Optional<ModbusSettings> settings = Optional.empty();
        String problem = "";
        try {
            settings = Optional.of(ModbusSettings.of(config));
        } catch (IllegalArgumentException e) {
            problem = e.getMessage() + "; correct it in " + ModbusConfig.PID;
        }
        this.name = settings.map(ModbusSettings::name).orElse("modbus-" + config.device());
        this.refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        this.rounds = settings.map(checked -> new Rounds(checked, clock));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DriverStatus status() {
        return rounds.map(Rounds::status).orElse(refusal);
    }

    @Override
    public Duration period() {
        return rounds.map(Rounds::period).orElse(Duration.ofMinutes(1));
    }

    @Override
    public void poll(Intake intake) {
        rounds.ifPresent(r -> r.poll(intake));
    }

    @Deactivate
    void close() {
        rounds.ifPresent(Rounds::close);
    }
}
