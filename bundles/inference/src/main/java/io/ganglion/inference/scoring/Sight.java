// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Transform;
import io.ganglion.api.model.Network;
import io.ganglion.api.series.Window;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a model sees of a device for one score: as many looks as it averages, each a row of the network's input under the
 * device's own normal. The same arithmetic as on the fast road, for whoever has time to ask further. Immutable by agreement.
 */
public final class Sight {
    private final LoadedModel model;
    private final Normal normal;
    private final int looks;
    private final float[] rows;
    private final long[] present;

    private Sight(LoadedModel model, Normal normal, int looks, float[] rows, long[] present) {
        this.model = model;
        this.normal = normal;
        this.looks = looks;
        this.rows = rows;
        this.present = present;
    }

    /** Empty where none of the model's inputs is in the newest row, or where there are too few rows before it. */
    public static Optional<Sight> of(LoadedModel model, String device, Window window) {
        ModelSpec spec = model.spec();
        Columns columns = new Columns(spec);
        Normal own = model.own(device);
        Normal normal = own == null ? model.trained() : own;
        int inputs = spec.inputs().size();
        int wide = model.network().inputs();
        double[] row = new double[wide];
        float[] rows = new float[spec.smoothing() * wide];
        long[] present = new long[spec.smoothing()];
        int looks = 0;
        for (int age = Math.min(window.size(), spec.smoothing()) - 1; age >= 0; age--) {
            long there = columns.reaches(window, age) ? columns.readSteps(window, age, row) : 0;
            if (there != 0) {
                for (int step = 0; step < wide; step += inputs) {
                    normal.normaliser.apply(row, step, rows, looks * wide + step);
                }
                present[looks++] = there;
            } else if (age == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Sight(model, normal, looks, Arrays.copyOf(rows, looks * wide), present));
    }

    public LoadedModel model() {
        return model;
    }

    /** The device's own, or what training knew; {@code NaN} while it is still being learned. */
    public double threshold() {
        return normal.threshold;
    }

    /** How many rows of the network's input, at least 1. */
    public int looks() {
        return looks;
    }

    /** Shape {@code [looks][network's inputs]}, the oldest first; absent values are 0. */
    public float[] rows() {
        return rows;
    }

    /** The inputs that are present in a look, a bit each. */
    public long present(int look) {
        return present[look];
    }

    /**
     * The score's parts, input by input: averaged over the looks.
     *
     * @param seen shape {@code [looks][network's inputs]}: what went in
     * @param from where in {@code seen} the first look begins
     * @param out shape {@code [looks][network's outputs]}: what the network made of it
     * @param outFrom likewise
     */
    public double[] errors(float[] seen, int from, float[] out, int outFrom) {
        Network network = model.network();
        int inputs = model.spec().inputs().size();
        double[] sums = new double[inputs];
        double[] errors = new double[inputs];
        for (int look = 0; look < looks; look++) {
            int in = from + (look + 1) * network.inputs() - inputs;
            int given = outFrom + (look + 1) * network.outputs() - inputs;
            Reconstruction.split(seen, in, out, given, present[look], errors, inputs);
            for (int i = 0; i < inputs; i++) {
                sums[i] += errors[i];
            }
        }
        for (int i = 0; i < inputs; i++) {
            sums[i] /= looks;
        }
        return sums;
    }

    /** In the attribute's unit: what would be this number in the network's input. */
    public double restored(int input, double number) {
        double transformed = normal.normaliser.restored(input, number);
        return model.spec().inputs().get(input).transform() == Transform.LOG1P
                ? StrictMath.expm1(transformed)
                : transformed;
    }
}
