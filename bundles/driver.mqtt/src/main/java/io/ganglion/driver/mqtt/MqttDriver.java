// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A broker connection for each factory configuration. */
@Component(
        service = Driver.class,
        configurationPid = "io.ganglion.driver.mqtt",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttConfig.class, factory = true)
public final class MqttDriver implements Driver {
    private final String name;
    private final Optional<Connection> connection;
    private final DriverStatus refusal;

    @Activate
    public MqttDriver(MqttConfig config, @Reference Node node, @Reference Intake intake) {
        Clock clock = Clock.systemUTC();
        Optional<MqttSettings> settings = Optional.empty();
        String problem = "";
        try {
            settings = Optional.of(MqttSettings.of(config, node));
        } catch (IllegalArgumentException e) {
            problem = e.getMessage() + "; correct it in io.ganglion.driver.mqtt";
        }
        this.name = config.name();
        this.refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        this.connection = settings.map(s -> new Connection(s, intake, clock));
        connection.ifPresent(Connection::start);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DriverStatus status() {
        return connection.map(Connection::status).orElse(refusal);
    }

    @Deactivate
    void close() {
        connection.ifPresent(Connection::close);
    }
}
