// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * What a configuration asks for, before DL4J asks its native code for it: that code allocates what it is told, and does not
 * always survive a nonsense. DL4J checks in its builders, which a configuration that is read does not go through.
 */
final class Sizes {
    private static final int WIDTH_LIMIT = 1 << 16;
    private static final int STEP_LIMIT = 10_000;
    /** Numbers a row between two layers, as with the compiled engine. */
    private static final long NUMBER_LIMIT = 4_000_000;

    private long steps;
    private long width = 1;
    private int index;
    private String kind = "";

    private Sizes(int steps) {
        this.steps = steps;
    }

    /** @param steps of a row of input */
    static void check(Blueprint blueprint, int steps) throws ModelException {
        if (steps < 1 || steps > STEP_LIMIT) {
            throw new ModelException("steps must be 1 to " + STEP_LIMIT + ": steps=" + steps);
        }
        Sizes sizes = new Sizes(steps);
        for (Blueprint.Part part : blueprint.parts()) {
            sizes.check(part.layer());
            sizes.index++;
        }
    }

    private void check(Layer layer) throws ModelException {
        Layer inner = layer instanceof LastTimeStep last ? ((BaseWrapperLayer) last).getUnderlying() : layer;
        if (inner == null || inner instanceof BaseWrapperLayer) {
            throw new ModelException("layer " + index + " wraps no layer that engine dl4j runs");
        }
        kind = inner.getClass().getSimpleName();
        if (inner instanceof FeedForwardLayer one) {
            // 0 in: it takes what comes.
            within("nin", one.getNIn(), 0, WIDTH_LIMIT);
            within("nout", one.getNOut(), 0, WIDTH_LIMIT);
            width = Math.max(width, Math.max(one.getNIn(), one.getNOut()));
        }
        slides(inner);
        lengthens(inner);
        if (steps > STEP_LIMIT || steps * width > NUMBER_LIMIT) {
            throw new ModelException("layer " + index + " (" + kind + ") makes " + steps + " steps of up to " + width
                    + " numbers of a row; at most " + STEP_LIMIT + " steps and " + NUMBER_LIMIT + " numbers are taken");
        }
    }

    private void slides(Layer layer) throws ModelException {
        if (layer instanceof ConvolutionLayer one) {
            slides(one.getKernelSize(), one.getStride(), one.getDilation(), one.getPadding());
        } else if (layer instanceof SubsamplingLayer one) {
            slides(one.getKernelSize(), one.getStride(), one.getDilation(), one.getPadding());
            within("pnorm", one.getPnorm(), 0, 64);
        } else if (layer instanceof GlobalPoolingLayer one) {
            within("pnorm", one.getPnorm(), 0, 64);
        }
    }

    private void slides(int[] kernel, int[] stride, int[] dilation, int[] padding) throws ModelException {
        within("kernelSize", kernel, 1);
        within("stride", stride, 1);
        within("dilation", dilation, 1);
        within("padding", padding, 0);
        steps += 2L * padding[0];
    }

    private void lengthens(Layer layer) throws ModelException {
        if (layer instanceof RepeatVector one) {
            within("n", one.getN(), 1, STEP_LIMIT);
            steps = Math.max(steps, one.getN());
        } else if (layer instanceof Upsampling1D one) {
            within("size", one.getSize(), 1);
            steps *= one.getSize()[0];
        } else if (layer instanceof ZeroPadding1DLayer one) {
            within("padding", one.getPadding(), 0);
            steps += (long) one.getPadding()[0] + one.getPadding()[one.getPadding().length - 1];
        } else if (layer instanceof Cropping1D one) {
            within("cropping", one.getCropping(), 0);
        }
    }

    private void within(String setting, int[] values, int least) throws ModelException {
        if (values == null || values.length == 0) {
            throw new ModelException("layer " + index + " (" + kind + ") has no " + setting);
        }
        for (int value : values) {
            within(setting, value, least, STEP_LIMIT);
        }
    }

    private void within(String setting, long value, int least, int most) throws ModelException {
        if (value < least || value > most) {
            throw new ModelException("layer " + index + " (" + kind + ") has " + setting + "=" + value + ", taken is "
                    + least + " to " + most);
        }
    }
}
