// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import io.ganglion.api.flow.Flow;
import io.ganglion.console.rest.Json;
import io.ganglion.console.rest.OverviewRoutes;
import io.ganglion.console.rest.Plant;
import io.ganglion.console.rest.Plant.DeviceRow;
import io.ganglion.console.rest.Pulse;
import io.ganglion.console.rest.Services;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once a second: the pulse always, the rest while anybody listens. Called by one thread. */
public final class Heart implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.console");
    private static final int STILL_HERE_BEATS = 15;
    private static final int DISMISS_BEATS = 2;

    private final Services services;
    private final Plant plant;
    private final OverviewRoutes overview;
    private final Pulse pulse;
    private final Streams streams;
    private final Clock clock;
    private final DeviceChanges changes = new DeviceChanges();
    private int beats;

    public Heart(Services services, Plant plant, OverviewRoutes overview, Pulse pulse, Streams streams, Clock clock) {
        this.services = services;
        this.plant = plant;
        this.overview = overview;
        this.pulse = pulse;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            services.find(Flow.class).ifPresent(pulse::beat);
            if (streams.isIdle()) {
                changes.forget();
            } else {
                tell();
            }
        } catch (RuntimeException e) {
            // A service that went away in the middle must not stop the heart; the next beat sees what is there.
            LOG.debug("a beat was left out", e);
        }
    }

    private void tell() {
        beats++;
        if (beats % DISMISS_BEATS == 0) {
            streams.dismiss();
        }
        if (beats % STILL_HERE_BEATS == 0) {
            streams.stillHere();
        }
        List<DeviceRow> rows = plant.rows();
        boolean fresh = changes.isFresh();
        List<DeviceChanges.Change> news = changes.since(rows, clock.millis());
        // Who just came reads the list; what changes from then on is told.
        if (!news.isEmpty() && !fresh) {
            streams.tell("device", Json.bytes(news));
        }
        streams.tell("overview", overview.event(rows));
    }
}
