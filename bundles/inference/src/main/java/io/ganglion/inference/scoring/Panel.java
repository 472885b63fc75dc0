// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The models that look at one line of rows in one partition: those of one contract and major version. A lane lives as long
 * as its model has any part here, so that a device's state outlives a promotion. Not thread-safe.
 */
final class Panel {
    /** The rows that were taken are told by a bit a lane. */
    private static final int ARM_LIMIT = 63;

    private final int deviceLimit;
    private final LongSupplier nanos;
    private final Map<LoadedModel, Lane> lanes = new IdentityHashMap<>();
    private final List<Seat> seats = new ArrayList<>();
    private final Map<String, Seat> seatOf = new HashMap<>();
    private Lane champion;
    private List<Arm> trials = List.of();
    private Seat alone;

    Panel(int deviceLimit, LongSupplier nanos) {
        this.deviceLimit = deviceLimit;
        this.nanos = nanos;
    }

    boolean isEmpty() {
        return champion == null;
    }

    Iterable<Lane> lanes() {
        return lanes.values();
    }

    /**
     * Takes these parts from the next row on. No row may be in flight.
     *
     * @return false where the champion has been retired meanwhile: whoever retired it had published its successor before
     */
    boolean follow(Routes routes, String contract, int major) {
        LoadedModel answering = routes.champion(contract, major);
        List<Arm> wanted = answering == null ? List.of() : routes.trials(contract, major, answering);
        Set<String> anomalous = champion == null ? Set.of() : champion.anomalous();
        boolean current = answering == null || open(answering, anomalous);
        trials = wanted.stream()
                .filter(arm -> open(arm.model(), anomalous))
                .limit(ARM_LIMIT)
                .toList();
        champion = current && answering != null ? lanes.get(answering) : null;
        closeAllBut(answering);
        seats.clear();
        seatOf.clear();
        alone = champion == null ? null : new Seat(new Lane[] {champion}, 0);
        assign(routes);
        return current;
    }

    private void assign(Routes routes) {
        if (champion == null) {
            return;
        }
        // Versions that share their trials would count a row twice: the champion looks at every row, so it collects.
        List<Commissions> collecting = new ArrayList<>(List.of(champion.model().commissions()));
        champion.takePart(routes.tallies().get(champion.model()), true);
        for (Arm arm : trials) {
            Commissions commissions = arm.model().commissions();
            boolean first = collecting.stream().noneMatch(other -> other == commissions);
            collecting.add(commissions);
            lanes.get(arm.model()).takePart(arm.tally(), first);
        }
    }

    private boolean open(LoadedModel model, Set<String> anomalous) {
        if (lanes.containsKey(model)) {
            return true;
        }
        if (!model.acquire()) {
            return false;
        }
        Lane lane = new Lane(model, deviceLimit, nanos);
        lane.inherit(new HashSet<>(anomalous));
        lanes.put(model, lane);
        return true;
    }

    private void closeAllBut(LoadedModel answering) {
        lanes.values().removeIf(lane -> {
            boolean gone = lane.model() != answering && trials.stream().noneMatch(arm -> arm.model() == lane.model());
            if (gone) {
                lane.close();
            }
            return gone;
        });
    }

    Seat seat(String device) {
        if (trials.isEmpty()) {
            return alone;
        }
        Seat seat = seatOf.get(device);
        if (seat == null) {
            if (seatOf.size() >= deviceLimit) {
                seatOf.clear();
            }
            seat = newSeat(device);
            seatOf.put(device, seat);
        }
        return seat;
    }

    private Seat newSeat(String device) {
        Lane[] own = new Lane[1 + trials.size()];
        own[0] = champion;
        int size = 1;
        int answering = 0;
        for (Arm arm : trials) {
            boolean looks = arm.devices().test(device) && !(arm.answers() && answering > 0);
            if (looks) {
                answering = arm.answers() ? size : answering;
                own[size++] = lanes.get(arm.model());
            }
        }
        Lane[] looking = Arrays.copyOf(own, size);
        for (Seat seat : seats) {
            if (seat.is(looking, answering)) {
                return seat;
            }
        }
        Seat seat = new Seat(looking, answering);
        seats.add(seat);
        return seat;
    }

    void close() {
        lanes.values().forEach(Lane::close);
        lanes.clear();
        champion = null;
    }
}
