// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import io.ganglion.inference.compiled.JoinLayer.Kind;
import java.util.List;
import java.util.Locale;

/** Which layer kind is which, by the simple name of Deeplearning4j's class. */
final class LayerReader {
    private static final int STEP_LIMIT = 1 << 16;

    private LayerReader() {}

    /**
     * Settles a layer's shapes.
     *
     * @param inputs what arrives, at least one
     * @param steps of the network's input, which a repeated step goes by
     */
    static Layer read(Settings settings, List<Shape> inputs, int steps) throws ModelException {
        Shape input = inputs.get(0);
        return switch (settings.kind()) {
            case "MergeVertex" -> merge(settings, inputs);
            case "ElementWiseVertex" -> elementWise(settings, inputs);
            case "LastTimeStepVertex" -> StepsLayer.last(settings.series(single(settings, inputs)));
            case "DuplicateToTimeSeriesVertex" -> repeat(settings, single(settings, inputs), steps);
            default -> {
                if (inputs.size() > 1 && settings.kind().endsWith("Vertex")) {
                    throw settings.foreign();
                }
                yield layer(settings, single(settings, inputs), input);
            }
        };
    }

    private static Layer layer(Settings settings, Shape input, Shape same) throws ModelException {
        return switch (settings.kind()) {
            case "DenseLayer", "OutputLayer" -> DenseLayer.read(settings, input, false);
            case "RnnOutputLayer" -> DenseLayer.read(settings, input, true);
            case "LSTM" -> LstmLayer.read(settings, input, false);
            case "LastTimeStep" -> lastStep(settings, input);
            case "Convolution1DLayer", "Convolution1D" -> ConvolutionLayer.read(settings, input);
            case "Subsampling1DLayer", "Pooling1D" -> PoolLayer.windows(settings, input);
            case "GlobalPoolingLayer" -> PoolLayer.global(settings, input);
            case "BatchNormalization" -> ScaleLayer.read(settings, input);
            case "ActivationLayer", "LossLayer", "RnnLossLayer" -> new BendLayer(same, settings.curve("activationFn"));
            case "DropoutLayer" -> new BendLayer(same, Curve.IDENTITY);
            case "FrozenLayer" -> layer(settings.inner("layer"), input, same);
            default -> rearranged(settings, input);
        };
    }

    private static Layer rearranged(Settings settings, Shape input) throws ModelException {
        return switch (settings.kind()) {
            case "ZeroPadding1DLayer" -> StepsLayer.padded(
                    settings.series(input),
                    settings.place("padding", 0, 0, STEP_LIMIT),
                    settings.place("padding", 1, 0, STEP_LIMIT));
            case "Cropping1D" -> cropped(settings, settings.series(input));
            case "Upsampling1D" -> upsampled(settings, settings.series(input));
            case "RepeatVector" -> repeat(settings, input, settings.whole("n", 1, STEP_LIMIT, 1));
                // Deeplearning4j puts one behind a GlobalPoolingLayer too, where it does nothing.
            case "RnnToFeedForwardPreProcessor" -> renamed(
                    input, input.isSeries() ? Shape.Form.UNROLLED : input.form());
            case "FeedForwardToRnnPreProcessor" -> renamed(input, Shape.Form.SERIES);
            default -> throw settings.foreign();
        };
    }

    private static Layer renamed(Shape input, Shape.Form form) {
        return new RenamedLayer(new Shape(form, input.steps(), input.features()));
    }

    private static Layer lastStep(Settings settings, Shape input) throws ModelException {
        Settings under = settings.inner("underlying");
        if (!under.kind().equals("LSTM")) {
            throw Settings.foreign(settings.label() + " is the last step of a " + under.kind());
        }
        return LstmLayer.read(under, input, true);
    }

    private static Layer cropped(Settings settings, Shape input) throws ModelException {
        int before = settings.place("cropping", 0, 0, STEP_LIMIT);
        int after = settings.place("cropping", 1, 0, STEP_LIMIT);
        if (before + after >= input.steps()) {
            throw settings.wrong("crops " + before + " and " + after + " steps of " + input.steps());
        }
        return StepsLayer.cropped(input, before, after);
    }

    private static Layer upsampled(Settings settings, Shape input) throws ModelException {
        int times = settings.first("size", 1, STEP_LIMIT);
        if ((long) input.steps() * times > STEP_LIMIT) {
            throw settings.wrong("makes " + (long) input.steps() * times + " steps; the limit is " + STEP_LIMIT);
        }
        return StepsLayer.repeated(input, times);
    }

    private static Layer repeat(Settings settings, Shape input, int times) throws ModelException {
        if (input.form() != Shape.Form.ROW) {
            throw settings.wrong("repeats a row, but gets " + input);
        }
        return StepsLayer.repeated(input, times);
    }

    private static Layer merge(Settings settings, List<Shape> inputs) throws ModelException {
        Shape first = inputs.get(0);
        int axis = settings.whole("mergeAxis", -3, 3, 1);
        if (axis != (first.isSeries() && settings.featuresLast() ? 2 : 1)) {
            throw Settings.foreign(settings.label() + " merges along axis " + axis);
        }
        long features = 0;
        for (Shape input : inputs) {
            if (input.form() != first.form() || input.steps() != first.steps()) {
                throw settings.wrong("merges " + first + " with " + input);
            }
            features += input.features();
        }
        if (features > Settings.WIDTH_LIMIT) {
            throw settings.wrong("merges to " + features + " features; the limit is " + Settings.WIDTH_LIMIT);
        }
        return new JoinLayer(first.wide((int) features), Kind.MERGE);
    }

    private static Layer elementWise(Settings settings, List<Shape> inputs) throws ModelException {
        for (Shape input : inputs) {
            if (!input.equals(inputs.get(0))) {
                throw settings.wrong("combines " + inputs.get(0) + " with " + input);
            }
        }
        String name = settings.text("op", "").toUpperCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.MERGE && kind.name().equals(name)) {
                if (kind == Kind.SUBTRACT && inputs.size() != 2) {
                    throw settings.wrong("subtracts one input from another, but has " + inputs.size());
                }
                return new JoinLayer(inputs.get(0), kind);
            }
        }
        throw Settings.foreign(settings.label() + " combines by " + name);
    }

    private static Shape single(Settings settings, List<Shape> inputs) throws ModelException {
        if (inputs.size() != 1) {
            throw settings.wrong("takes one input, but has " + inputs.size());
        }
        return inputs.get(0);
    }

    /** The same numbers in another of Deeplearning4j's forms. */
    private record RenamedLayer(Shape output) implements Layer {
        @Override
        public Value build(List<Value> inputs, Weights weights, Program program) {
            return inputs.get(0).as(output);
        }

        @Override
        public Span trace(List<Span> inputs, Weights weights, Tape tape) {
            return inputs.get(0).as(output);
        }
    }
}
