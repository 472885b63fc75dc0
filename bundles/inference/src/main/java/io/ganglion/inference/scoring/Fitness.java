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
        if (network.inputs() != inputs || network.outputs() != inputs) {
            throw new ModelException("the network must reconstruct the " + inputs + " inputs of model.json: it takes "
                    + network.inputs() + " and gives " + network.outputs());
        }
        bounded("window", spec.window());
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
