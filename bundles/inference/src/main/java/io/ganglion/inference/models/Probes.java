// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.util.Arrays;

/**
 * Golden probes: inputs, and what Deeplearning4j made of them when the model was trained.
 *
 * @param inputs shape {@code [probes][inputs]}
 * @param outputs shape {@code [probes][outputs]}
 */
record Probes(float[][] inputs, float[][] outputs) {

    /** Absolute up to an output of 1, relative beyond. */
    static final double TOLERANCE = 1e-5;

    /** @throws ModelException with the worst deviation, where the network does not reproduce the probes */
    void verify(Network network) throws ModelException {
        if (inputs == null || outputs == null || inputs.length == 0 || inputs.length != outputs.length) {
            throw new ModelException("probes.json must have as many outputs as inputs, and at least one: inputs="
                    + (inputs == null ? 0 : inputs.length) + " outputs=" + (outputs == null ? 0 : outputs.length));
        }
        float[] in = flat("inputs", inputs, network.inputs());
        float[] expected = flat("outputs", outputs, network.outputs());
        float[] out = new float[expected.length];
        network.newRunner().run(in, inputs.length, out);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < out.length; i++) {
            double deviation = Math.abs(out[i] - (double) expected[i]) / Math.max(1, Math.abs(expected[i]));
            if (!(deviation <= worst)) {
                worst = deviation;
                at = i;
            }
        }
        if (!(worst <= TOLERANCE)) {
            throw new ModelException("golden probes are not reproduced: worst deviation " + worst + " at probe "
                    + at / network.outputs() + " output " + at % network.outputs() + " (got " + out[at] + ", trained "
                    + expected[at] + ", tolerance " + TOLERANCE + "); build the model bundle anew");
        }
    }

    private static float[] flat(String what, float[][] rows, int width) throws ModelException {
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null || rows[i].length != width) {
                throw new ModelException("probes.json: " + what + "[" + i + "] must have " + width + " numbers: "
                        + Arrays.toString(rows[i]));
            }
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }
}
