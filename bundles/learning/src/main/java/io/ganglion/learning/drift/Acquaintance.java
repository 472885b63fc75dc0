// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.model.ModelSpec;

/** Gets to know one subject of one device: first what it is measured by, then what it is like. */
final class Acquaintance {
    /** First rows that set the unit where the model does not say how many. */
    private static final int FIRST_ROWS = 100;

    private final String subject;
    private final ModelSpec.Input input;
    private final long firstRows;
    private final Memory first = new Memory();
    private final Memory all = new Memory();
    private final Sketch sketch = new Sketch();
    private double mean;
    private double deviation;
    private long since = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;

    /** An input of a model: measured as the model will measure it for this device. */
    Acquaintance(ModelSpec spec, ModelSpec.Input input) {
        this.subject = input.attribute();
        this.input = input;
        this.firstRows = spec.commissioning().rows() == 0
                ? 0
                : Math.max(FIRST_ROWS, spec.commissioning().rows());
        this.mean = input.mean();
        this.deviation = input.deviation();
    }

    /** The score: the logarithm of how many times its threshold it is. */
    Acquaintance(String subject) {
        this.subject = subject;
        this.input = null;
        this.firstRows = 0;
        this.mean = 0;
        this.deviation = Scale.SCORE_UNIT;
    }

    /**
     * @param value after the model's transform
     * @param time of the row, nanoseconds since the epoch
     */
    void add(double value, long time) {
        since = Math.min(since, time);
        until = Math.max(until, time);
        if (first.samples() < firstRows) {
            first.add(value);
            if (first.samples() == firstRows) {
                ModelSpec.Input own = input.commissioned(first.mean(), first.deviation());
                mean = own.mean();
                deviation = own.deviation();
            }
            return;
        }
        double units = Scale.units(value, mean, deviation);
        all.add(units);
        sketch.add(units);
    }

    /** Whether the reference is long enough, in rows and in time. */
    boolean isDone(DriftSettings settings) {
        return all.samples() >= settings.rows()
                && until - since >= settings.time().toNanos();
    }

    Norm norm(DriftSettings settings) {
        int block = all.block(settings.blockLeast(), settings.blockMost());
        return new Norm(
                subject,
                mean,
                deviation,
                all.mean(),
                all.deviation(),
                block,
                all.correlation(block),
                all.samples(),
                sketch.shares());
    }
}
