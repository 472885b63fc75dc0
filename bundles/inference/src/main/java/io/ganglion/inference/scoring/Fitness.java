// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;

/** Whether a network fits the specification around it, within what a node takes on. */
public final class Fitness {
    /** The presence of inputs is one {@code long}, as a contract's quality mask is. */
    public static final int INPUT_LIMIT = 64;

    /** Rows that a window, a smoothing or a commissioning may ask for. */
    public static final int ROW_LIMIT = 10_000;

    private Fitness() {}

    /** @throws ModelException with the first thing that does not fit */
    public static void check(ModelSpec spec, Network network) throws ModelException {
        int inputs = spec.inputs().size();
        if (inputs > INPUT_LIMIT) {
            throw new ModelException("a model has at most " + INPUT_LIMIT + " inputs: inputs=" + inputs);
        }
        bounded("window", spec.window());
        bounded("steps", spec.steps());
        // A series may come back whole, or as its newest step alone, which is what is scored.
        int whole = inputs * spec.steps();
        if (network.inputs() != whole || network.outputs() != whole && network.outputs() != inputs) {
            throw new ModelException("the network must reconstruct the " + inputs + " inputs of model.json"
                    + (spec.steps() == 1 ? "" : " over " + spec.steps() + " steps") + ": it takes " + network.inputs()
                    + " and gives " + network.outputs());
        }
        int commissioned = spec.commissioning().rows();
        if (commissioned > 0 && commissioned < spec.steps()) {
            throw new ModelException("commissioning.rows must be at least steps: commissioning.rows=" + commissioned
                    + " steps=" + spec.steps());
        }
        bounded("smoothing", spec.smoothing());
        bounded("commissioning.rows", spec.commissioning().rows());
        if (!Double.isFinite(spec.threshold())) {
            throw new ModelException("threshold must be finite: threshold=" + spec.threshold());
        }
        for (ModelSpec.Input input : spec.inputs()) {
            if (!Double.isFinite(input.mean()) || !Double.isFinite(input.deviation())) {
                throw new ModelException("mean and deviation must be finite: attribute=" + input.attribute() + " mean="
                        + input.mean() + " deviation=" + input.deviation());
            }
        }
    }

    private static void bounded(String what, int rows) throws ModelException {
        if (rows > ROW_LIMIT) {
            throw new ModelException(what + " must be at most " + ROW_LIMIT + " rows: " + what + "=" + rows);
        }
    }
}
