// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** An observed resource for each factory configuration. */
@Component(
        service = Driver.class,
        configurationPid = ObserveConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ObserveConfig.class, factory = true)
public final class ObserveDriver implements Driver {

    private final String name;
    private final Optional<Watch> watch;
    private final DriverStatus refusal;

    @Activate
    public ObserveDriver(ObserveConfig config, @Reference Intake intake) {
        Clock clock = Clock.systemUTC();
        Optional<ObserveSettings> settings = Optional.empty();
        String problem = "";
        try {
            settings = Optional.of(ObserveSettings.of(config));
        } catch (IllegalArgumentException e) {
            problem = e.getMessage() + "; correct it in " + ObserveConfig.PID;
        }
        this.name = settings.map(ObserveSettings::name).orElse("coap-" + config.device());
        this.refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        this.watch = settings.map(s -> new Watch(s, intake, clock));
        watch.ifPresent(Watch::start);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DriverStatus status() {
        return watch.map(Watch::status).orElse(refusal);
    }

    @Deactivate
    void close() {
        watch.ifPresent(Watch::close);
    }
}
