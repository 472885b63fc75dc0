// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The stage in one partition: a panel of models for each line of rows, and the order in which rows came. */
public final class ScoringOperator implements Stage.Operator {
    private final Supplier<Routes> source;
    private final int deviceLimit;
    private final LongSupplier nanos;
    private final Map<Line, Panel> panels = new HashMap<>();
    private Routes routes = Routes.NONE;
    private Seat[] order = new Seat[64];
    private long[] takers = new long[64];
    private int taken;
    private boolean fresh = true;
    private Contract latestContract;
    private Panel latestPanel;

    /** Rows that one model may score together: what a version breaks with must not meet what came before. */
    private record Line(String contract, int major) {}

    /**
     * @param source asked once a batch, at its first row
     * @param deviceLimit devices a model whose state this partition keeps
     * @param nanos a clock that goes evenly, for what a batch costs
     */
    public ScoringOperator(Supplier<Routes> source, int deviceLimit, LongSupplier nanos) {
        this.source = source;
        this.deviceLimit = deviceLimit;
        this.nanos = nanos;
    }

    /** One whose costs nobody counts. */
    public ScoringOperator(Supplier<Routes> source, int deviceLimit) {
        this(source, deviceLimit, () -> 0);
    }

    @Override
    public void take(Window window) {
        if (fresh) {
            fresh = false;
            follow(source.get());
        }
        Panel panel = panel(window.newest().contract());
        if (panel.isEmpty()) {
            return;
        }
        Seat seat = panel.seat(window.newest().device());
        long took = seat.take(window);
        if (took != 0) {
            if (taken == order.length) {
                order = Arrays.copyOf(order, 2 * taken);
                takers = Arrays.copyOf(takers, 2 * taken);
            }
            order[taken] = seat;
            takers[taken++] = took;
        }
    }

    /** No row is in flight here: the batch before has been flushed. */
    private void follow(Routes now) {
        if (now != routes) {
            routes = now;
            panels.forEach(this::follow);
        }
    }

    private void follow(Line line, Panel panel) {
        if (!panel.follow(routes, line.contract, line.major)) {
            panel.follow(source.get(), line.contract, line.major);
        }
    }

    private Panel panel(Contract contract) {
        if (contract != latestContract) {
            Line line = new Line(contract.name(), contract.version().getMajor());
            Panel panel = panels.get(line);
            if (panel == null) {
                panel = new Panel(deviceLimit, nanos);
                panels.put(line, panel);
                follow(line, panel);
            }
            latestPanel = panel;
            latestContract = contract;
        }
        return latestPanel;
    }

    @Override
    public void flush(Consumer<Insight> insights) {
        fresh = true;
        for (Panel panel : panels.values()) {
            panel.lanes().forEach(Lane::run);
        }
        for (int i = 0; i < taken; i++) {
            order[i].emit(takers[i], insights);
            order[i] = null;
        }
        taken = 0;
        for (Panel panel : panels.values()) {
            panel.lanes().forEach(Lane::clear);
        }
    }

    @Override
    public void close() {
        panels.values().forEach(Panel::close);
        panels.clear();
        routes = Routes.NONE;
        latestContract = null;
        latestPanel = null;
    }
}
