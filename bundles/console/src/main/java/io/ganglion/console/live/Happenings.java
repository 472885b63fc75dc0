// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.console.rest.Json;
import io.ganglion.console.rest.OverviewRoutes;
import io.ganglion.console.rest.Plant;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Passes on what the loop says on the event bus. Does not block the bus: it queues. */
public final class Happenings implements EventHandler {

    /** What it listens to. */
    public static final String[] TOPICS = {Alerts.RAISED, Alerts.ENDED, WorkOrders.CHANGED, Slas.BREACH};

    private static final Map<String, String> NAMES =
            Map.of(Alerts.RAISED, "alert", Alerts.ENDED, "alert", WorkOrders.CHANGED, "workorder", Slas.BREACH, "sla");

    private final Streams streams;
    private final Plant plant;
    private final OverviewRoutes overview;

    public Happenings(Streams streams, Plant plant, OverviewRoutes overview) {
        this.streams = streams;
        this.plant = plant;
        this.overview = overview;
    }

    @Override
    public void handleEvent(Event event) {
        plant.alertsChanged();
        overview.workOrdersChanged();
        if (streams.isIdle()) {
            return;
        }
        Map<String, String> told = new TreeMap<>();
        for (String name : event.getPropertyNames()) {
            if (!name.equals(EventConstants.EVENT_TOPIC) && event.getProperty(name) instanceof String text) {
                told.put(name, text);
            }
        }
        if (event.getTopic().startsWith(Alerts.RAISED.substring(0, Alerts.RAISED.lastIndexOf('/')))) {
            told.put("kind", event.getTopic().equals(Alerts.RAISED) ? "raised" : "ended");
        }
        streams.tell(NAMES.getOrDefault(event.getTopic(), "sla"), Json.bytes(told));
    }
}
