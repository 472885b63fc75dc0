// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.series.Journal;
import io.ganglion.uplink.carry.Destination;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A destination for each factory configuration. */
@Component(
        service = Uplink.class,
        immediate = true,
        configurationPid = "io.ganglion.uplink",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UplinkConfig.class, factory = true)
public final class UplinkComponent implements Uplink {
    private static final Journal.Backlog NOTHING = new Journal.Backlog(0, OptionalLong.empty(), 0);

    private final String name;
    private final String uri;
    private final Optional<Destination> destination;
    private final DriverStatus refusal;

    @Activate
    public UplinkComponent(UplinkConfig config, @Reference Node node, @Reference Journal journal) {
        Clock clock = Clock.systemUTC();
        Optional<Destination> made = Optional.empty();
        String problem = "";
        try {
            made = Optional.of(new Destination(Reading.settings(config, node), journal, clock, System::nanoTime));
        } catch (IllegalArgumentException e) {
            problem = e.getMessage() + "; correct it in io.ganglion.uplink";
        }
        this.name = config.name();
        this.uri = config.uri();
        this.refusal = new DriverStatus(State.FAILED, problem, clock.instant());
        this.destination = made;
        destination.ifPresent(Destination::start);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public UplinkStatus status() {
        return destination
                .map(Destination::status)
                .orElseGet(() -> new UplinkStatus(uri, refusal, NOTHING, NOTHING, 0, 0, 0, 0, 0, 0, 0));
    }

    @Override
    public List<DeadLetter> deadLetters(int limit) {
        return destination.map(d -> d.deadLetters(limit)).orElse(List.of());
    }

    @Override
    public int retry(List<Long> numbers) {
        return destination.map(d -> d.retry(numbers)).orElse(0);
    }

    @Deactivate
    void close() {
        destination.ifPresent(Destination::close);
    }
}
