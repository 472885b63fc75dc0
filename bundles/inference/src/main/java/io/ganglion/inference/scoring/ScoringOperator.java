// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The stage in one partition: a lane for each model that serves, and the order in which rows came. */
public final class ScoringOperator implements Stage.Operator {
    private final Supplier<Routes> source;
    private final int deviceLimit;
    private final Map<Line, Lane> lanes = new HashMap<>();
    private Routes routes = Routes.NONE;
    private Lane[] order = new Lane[64];
    private int taken;
    private boolean fresh = true;
    private Contract latestContract;
    private Lane latestLane;

    /** Rows that one model may score together: what a version breaks with must not meet what came before. */
    private record Line(String contract, int major) {
        LoadedModel champion(Routes routes) {
            return routes.champion(contract, major);
        }
    }

    /**
     * @param source asked once a batch, at its first row
     * @param deviceLimit devices a model whose state this partition keeps
     */
    public ScoringOperator(Supplier<Routes> source, int deviceLimit) {
        this.source = source;
        this.deviceLimit = deviceLimit;
    }

    @Override
    public void take(Window window) {
        if (fresh) {
            fresh = false;
            follow(source.get());
        }
        Lane lane = lane(window.newest().contract());
        if (lane != null && lane.take(window)) {
            if (taken == order.length) {
                order = Arrays.copyOf(order, 2 * taken);
            }
            order[taken++] = lane;
        }
    }

    /** Lets go of models that do not answer any more. No row is in flight here: the batch before has been flushed. */
    private void follow(Routes now) {
        if (now == routes) {
            return;
        }
        routes = now;
        latestContract = null;
        latestLane = null;
        for (Iterator<Map.Entry<Line, Lane>> all = lanes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Line, Lane> entry = all.next();
            if (entry.getKey().champion(now) != entry.getValue().model()) {
                entry.getValue().close();
                all.remove();
            }
        }
    }

    private Lane lane(Contract contract) {
        if (contract != latestContract) {
            latestLane = open(new Line(contract.name(), contract.version().getMajor()));
            latestContract = contract;
        }
        return latestLane;
    }

    private Lane open(Line line) {
        Lane lane = lanes.get(line);
        LoadedModel model = line.champion(routes);
        if (lane == null && model != null && !model.acquire()) {
            // Retired since this batch read its routes; whoever retired it had published its successor before.
            model = line.champion(source.get());
            model = model != null && model.acquire() ? model : null;
        }
        if (lane == null && model != null) {
            lane = new Lane(model, deviceLimit);
            lanes.put(line, lane);
        }
        return lane;
    }

    @Override
    public void flush(Consumer<Insight> insights) {
        fresh = true;
        for (Lane lane : lanes.values()) {
            lane.run();
        }
        for (int i = 0; i < taken; i++) {
            order[i].emitNext(insights);
            order[i] = null;
        }
        taken = 0;
        for (Lane lane : lanes.values()) {
            lane.clear();
        }
    }

    @Override
    public void close() {
        lanes.values().forEach(Lane::close);
        lanes.clear();
        routes = Routes.NONE;
        latestContract = null;
        latestLane = null;
    }
}
