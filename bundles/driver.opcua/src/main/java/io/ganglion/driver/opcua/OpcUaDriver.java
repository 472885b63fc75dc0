// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A server for each factory configuration. */
@Component(
        service = Driver.class,
        configurationPid = OpcUaConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = OpcUaConfig.class, factory = true)
public final class OpcUaDriver implements Driver {

    private final String name;
    private final Optional<Line> line;
    private final DriverStatus refusal;

    @Activate
    public OpcUaDriver(
            BundleContext context,
            OpcUaConfig config,
            @Reference Node node,
            @Reference Intake intake,
            @Reference Workshop workshop) {
        this(config, node, Optional.ofNullable(context.getProperty("ganglion.secrets")), intake, Clock.systemUTC());
    }

    OpcUaDriver(OpcUaConfig config, Node node, Optional<String> secrets, Intake intake, Clock clock) {
        Optional<OpcUaSettings> settings = Optional.empty();
        String problem = "";
        try {
            settings = Optional.of(OpcUaSettings.of(config, node, secrets));
        } catch (IllegalArgumentException e) {
            problem = e.getMessage() + "; correct it in " + OpcUaConfig.PID;
        }
        this.name = settings.map(OpcUaSettings::name).orElse("opcua-" + config.device());
        this.refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        this.line = settings.map(checked -> new Line(checked, intake, clock));
        line.ifPresent(Line::start);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DriverStatus status() {
        return line.map(Line::status).orElse(refusal);
    }

    @Deactivate
    void close() {
        line.ifPresent(Line::close);
    }
}
