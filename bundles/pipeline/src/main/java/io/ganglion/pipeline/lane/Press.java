// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.flow.Outlet;
import io.ganglion.api.model.Insight;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Decides which insights leave, and sees that they do. A change of verdict that an outlet refuses is owed to that outlet:
 * it gets the device's latest insight as soon as it takes messages again. The partition's thread only.
 */
final class Press {

    private final Cadence cadence;
    private final Books books;
    private final Troubles troubles;
    private final InsightJson json = new InsightJson();
    private List<Door> doors = List.of();

    Press(Cadence cadence, Books books, Troubles troubles) {
        this.cadence = cadence;
        this.books = books;
        this.troubles = troubles;
    }

    /** Exchanges the outlets; one that stays keeps what it is owed. */
    void fit(List<Outlet> outlets) {
        List<Door> fitted = new ArrayList<>();
        for (Outlet outlet : outlets) {
            fitted.add(doors.stream()
                    .filter(door -> door.outlet == outlet)
                    .findFirst()
                    .orElseGet(() -> new Door(outlet)));
        }
        doors = fitted;
    }

    /**
     * Publishes an insight that is due, and one that was due while there was no outlet.
     *
     * @param keeps whether somebody wants to know what is due where there is no outlet either
     * @return whether it is due: outlets have no part in that
     */
    boolean consider(Lane lane, Insight insight, long now, boolean keeps) {
        if (doors.isEmpty() && !keeps) {
            return false;
        }
        boolean due = isDue(lane, insight, now);
        if (due) {
            lane.said = insight;
            lane.saidAt = now;
            lane.saidToSomeone = false;
            lane.unheard = true;
        }
        if (lane.unheard && !doors.isEmpty()) {
            lane.unheard = false;
            publish(lane, insight);
        }
        return due;
    }

    private void publish(Lane lane, Insight insight) {
        byte[] body = json.body(insight);
        for (int i = 0; i < doors.size(); i++) {
            Door door = doors.get(i);
            if (say(door, lane, body)) {
                if (!door.owed.isEmpty()) {
                    door.owed.remove(lane);
                }
            } else {
                door.owed.add(lane);
            }
        }
    }

    private boolean isDue(Lane lane, Insight insight, long now) {
        return cadence.all()
                || lane.said == null
                || lane.said.verdict() != insight.verdict()
                || now - lane.saidAt >= cadence.period();
    }

    private boolean say(Door door, Lane lane, byte[] body) {
        try {
            if (!door.outlet.enqueue(topic(lane), body)) {
                return false;
            }
        } catch (Throwable t) {
            troubles.add("outlet " + door.outlet.getClass().getName(), "the insight is offered to it again", t);
            return false;
        }
        if (!lane.saidToSomeone) {
            lane.saidToSomeone = true;
            books.publish();
        }
        return true;
    }

    private String topic(Lane lane) {
        String topic = lane.topic;
        if (topic == null) {
            topic = cadence.node().topic("insight", lane.key.contract(), lane.key.device());
            // Kept where every insight needs it; a hundred bytes a device are too much where few do.
            lane.topic = cadence.all() ? topic : null;
        }
        return topic;
    }

    /** Ends a batch: what the outlets took leaves now. */
    void flush() {
        for (int i = 0; i < doors.size(); i++) {
            Outlet outlet = doors.get(i).outlet;
            try {
                outlet.flush();
            } catch (Throwable t) {
                troubles.add("outlet " + outlet.getClass().getName(), "what it took may come late", t);
            }
        }
    }

    /** Offers what is owed, until an outlet refuses again. */
    void retry() {
        for (Door door : doors) {
            Iterator<Lane> owed = door.owed.iterator();
            while (owed.hasNext()) {
                Lane lane = owed.next();
                if (!say(door, lane, json.body(lane.insight))) {
                    break;
                }
                owed.remove();
            }
        }
        flush();
    }

    boolean owes() {
        for (int i = 0; i < doors.size(); i++) {
            if (!doors.get(i).owed.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
