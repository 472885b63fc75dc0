// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.model.Network;
import io.ganglion.inference.scoring.Sight;
import java.util.Arrays;

/**
 * What the network made of what it saw.
 *
 * @param errors the score's parts, input by input
 * @param expected the newest row as the network gave it back, normalised
 */
record Reading(double[] errors, double[] expected) {

    static Reading of(Sight sight) {
        Network network = sight.model().network();
        int inputs = sight.model().spec().inputs().size();
        float[] out = new float[sight.looks() * network.outputs()];
        network.newRunner().run(sight.rows(), sight.looks(), out);
        double[] expected = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            expected[i] = out[out.length - inputs + i];
        }
        return new Reading(sight.errors(sight.rows(), 0, out, 0), expected);
    }

    double score() {
        return Arrays.stream(errors).sum();
    }
}
