// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.model.Network;
import io.ganglion.inference.scoring.Sight;
import java.util.List;

/**
 * The score that a coalition of inputs makes: these as they were seen, the others as in normal rows of the device, averaged
 * over these rows. What was absent stays absent, so it adds nothing. Not thread-safe.
 */
final class Coalitions {
    private final Sight seen;
    private final List<Sight> normal;
    private final Network.Runner runner;
    private final int inputs;
    private final int wide;
    private final int given;
    private final float[] in;
    private final float[] out;

    /** @param normal of the same device and model; where there are none, the device's means stand in */
    Coalitions(Sight seen, List<Sight> normal) {
        Network network = seen.model().network();
        this.seen = seen;
        this.normal = normal;
        this.runner = network.newRunner();
        this.inputs = seen.model().spec().inputs().size();
        this.wide = network.inputs();
        this.given = network.outputs();
        int rows = Math.max(1, normal.size()) * seen.looks();
        this.in = new float[rows * wide];
        this.out = new float[rows * given];
    }

    double worth(long coalition) {
        int backgrounds = Math.max(1, normal.size());
        for (int i = 0; i < backgrounds; i++) {
            fill(coalition, normal.isEmpty() ? null : normal.get(i), i * seen.looks() * wide);
        }
        runner.run(in, backgrounds * seen.looks(), out);
        double sum = 0;
        for (int i = 0; i < backgrounds; i++) {
            for (double error : seen.errors(in, i * seen.looks() * wide, out, i * seen.looks() * given)) {
                sum += error;
            }
        }
        return sum / backgrounds;
    }

    private void fill(long coalition, Sight background, int to) {
        for (int look = 0; look < seen.looks(); look++) {
            long present = seen.present(look);
            // The newest looks side by side; a background that begins later repeats its oldest.
            int other = background == null ? 0 : Math.max(0, background.looks() - seen.looks() + look);
            for (int i = 0; i < wide; i++) {
                int input = i % inputs;
                boolean own = (coalition >>> input & 1) != 0 || (present >>> input & 1) == 0;
                float normalValue = background == null ? 0 : background.rows()[other * wide + i];
                in[to + look * wide + i] = own ? seen.rows()[look * wide + i] : normalValue;
            }
        }
    }
}
