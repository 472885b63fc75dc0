// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.device.Driver;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Outlet;
import io.ganglion.pipeline.lane.Cadence;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Road;
import io.ganglion.pipeline.lane.Troubles;
import io.ganglion.pipeline.quarantine.Notices;
import io.ganglion.pipeline.quarantine.Replayer;
import io.ganglion.pipeline.quarantine.Ward;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fast road of a node, put together: partitions, quarantine, ticks and status. No OSGi in it. Thread-safe. */
final class FastRoad implements Flow {

    /** How often it is looked whether the status has news, milliseconds. */
    private static final long STATUS_LOOK = 1_000;

    final Road road;
    final Ward ward;
    final Replayer replayer;
    private final Settings settings;
    private final Troubles troubles;
    private final Ticks ticks;
    private final StatusBoard status;
    private final List<Driver> drivers = new CopyOnWriteArrayList<>();
    private volatile List<Outlet> outlets = List.of();

    /**
     * @param version of the node, for its status
     * @param clock wall clock
     * @param nanos the clock of periods
     */
    FastRoad(Node node, Settings settings, String version, InstantSource clock, LongSupplier nanos) {
        this.settings = settings;
        troubles = new Troubles(clock, nanos);
        Notices notices = new Notices(node, () -> outlets);
        ward = new Ward(node.data().resolve("pipeline"), settings.quarantine(), nanos, notices::publish);
        Cadence cadence =
                new Cadence(node, settings.all(), settings.insightPeriod().toNanos());
        road = new Road(
                settings.partitions(),
                settings.room(),
                settings.keepers(),
                settings.allowance(),
                cadence,
                ward,
                troubles,
                nanos);
        replayer = new Replayer(ward, road, this::trouble, nanos);
        ticks = new Ticks(road, troubles);
        status = new StatusBoard(
                node, version, this, ward::removed, this::drivers, settings.statusPeriod(), clock, nanos);
    }

    void start() {
        ward.start();
        road.start();
        ticks.every(STATUS_LOOK, () -> status.tick(outlets));
    }

    /** Exchanges parts; returns when those left out are not called any more. */
    void fit(Fittings fittings) {
        List<Outlet> before = outlets;
        outlets = fittings.outlets();
        road.fit(fittings);
        before.stream().filter(outlet -> !fittings.outlets().contains(outlet)).forEach(status::sayGoodbye);
    }

    void add(Driver driver) {
        drivers.add(driver);
    }

    void remove(Driver driver) {
        drivers.remove(driver);
    }

    private List<Driver> drivers() {
        return drivers.stream().distinct().toList();
    }

    void addPolled(PolledDriver driver) {
        // It may be registered as a polled driver only: its state belongs on the board all the same.
        drivers.add(driver);
        ticks.add(driver);
    }

    void removePolled(PolledDriver driver) {
        drivers.remove(driver);
        ticks.remove(driver);
    }

    @Override
    public FlowCounters counters() {
        return road.counters();
    }

    @Override
    public String trouble() {
        String contracts = road.decodes() ? "" : "no contracts: payloads wait. Start the bundle io.ganglion.contract";
        return Stream.of(ward.trouble(), contracts, road.keeperTrouble(), troubles.describe())
                .filter(trouble -> !trouble.isEmpty())
                .collect(Collectors.joining(". "));
    }

    /** Shuts the door, works on what is in flight, keeps what is refused, and says goodbye. */
    void stop() throws InterruptedException {
        ticks.stop();
        road.stop(settings.drain().toMillis());
        ward.stop(settings.drain().toMillis());
        outlets.forEach(status::sayGoodbye);
    }
}
