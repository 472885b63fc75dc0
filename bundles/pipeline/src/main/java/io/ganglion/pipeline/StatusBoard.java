// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says how the node is doing: retained, so that who asks later knows at once. Thread-safe. */
final class StatusBoard {

    /** What is compared to see whether there is news. */
    private record Sign(String trouble, List<Sighting> drivers) {}

    private record Sighting(String name, DriverStatus status) {}

    private record Notice(boolean online, Sign sign) {}

    private final Node node;
    private final String version;
    private final Flow flow;
    private final LongSupplier removed;
    private final Supplier<List<Driver>> drivers;
    private final long period;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Instant since;
    private final Json json = new Json();
    private final Map<Outlet, Long> toldAt = new IdentityHashMap<>();
    private Optional<Sign> told = Optional.empty();

    /**
     * @param clock says when, to people
     * @param nanos the clock of the period: the wall clock may jump
     */
    StatusBoard(
            Node node,
            String version,
            Flow flow,
            LongSupplier removed,
            Supplier<List<Driver>> drivers,
            Duration period,
            InstantSource clock,
            LongSupplier nanos) {
        this.node = node;
        this.version = version;
        this.flow = flow;
        this.removed = removed;
        this.drivers = drivers;
        this.period = period.toNanos();
        this.clock = clock;
        this.nanos = nanos;
        since = clock.instant();
    }

    /** Publishes to each outlet that has not heard the latest, or not for a period. An outlet that refuses is due again. */
    synchronized void tick(List<Outlet> outlets) {
        Sign sign = new Sign(
                flow.trouble(), drivers.get().stream().map(StatusBoard::sight).toList());
        if (!told.equals(Optional.of(sign))) {
            toldAt.clear();
            told = Optional.of(sign);
        }
        toldAt.keySet().retainAll(outlets);
        long now = nanos.getAsLong();
        for (Outlet outlet : outlets) {
            Long last = toldAt.get(outlet);
            if ((last == null || now - last >= period) && tell(outlet, new Notice(true, sign))) {
                toldAt.put(outlet, now);
            }
        }
    }

    /** The node stops, or this outlet leaves it. */
    synchronized void sayGoodbye(Outlet outlet) {
        toldAt.remove(outlet);
        tell(outlet, new Notice(false, new Sign("", List.of())));
    }

    private boolean tell(Outlet outlet, Notice notice) {
        try {
            return outlet.publish(node.topic("status", node.name()), json.object(this::write, notice), true);
        } catch (RuntimeException | LinkageError e) {
            // An outlet on its way out; whether it comes back is its own state.
            return false;
        }
    }

    private static Sighting sight(Driver driver) {
        try {
            return new Sighting(driver.name(), driver.status());
        } catch (RuntimeException | LinkageError e) {
            DriverStatus unknown =
                    new DriverStatus(DriverStatus.State.FAILED, "its status cannot be read: " + e, Instant.EPOCH);
            return new Sighting(driver.getClass().getName(), unknown);
        }
    }

    private void write(JsonGenerator out, Notice notice) throws IOException {
        out.writeStringField("node", node.name());
        out.writeStringField("site", node.site());
        out.writeStringField("state", notice.online() ? "online" : "offline");
        out.writeStringField("since", (notice.online() ? since : clock.instant()).toString());
        out.writeStringField("time", clock.instant().toString());
        out.writeStringField("version", version);
        Json.text(out, "trouble", notice.sign().trouble());
        counters(out, flow.counters());
        out.writeArrayFieldStart("drivers");
        for (Sighting driver : notice.sign().drivers()) {
            out.writeStartObject();
            Json.text(out, "name", driver.name());
            out.writeStringField("state", driver.status().state().name().toLowerCase(Locale.ROOT));
            Json.text(out, "detail", driver.status().detail());
            out.writeStringField("since", driver.status().since().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void counters(JsonGenerator out, FlowCounters c) throws IOException {
        out.writeObjectFieldStart("counters");
        out.writeNumberField("received", c.received());
        out.writeNumberField("accepted", c.accepted());
        out.writeNumberField("quarantined", c.quarantined());
        out.writeNumberField("inFlight", c.inFlight());
        out.writeNumberField("pushedBack", c.pushedBack());
        out.writeNumberField("scored", c.scored());
        out.writeNumberField("published", c.published());
        out.writeNumberField("rows", c.rows());
        out.writeNumberField("throttled", c.throttled());
        out.writeNumberField("quarantineRemoved", removed.getAsLong());
        out.writeEndObject();
    }
}
