// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import io.ganglion.inference.compiled.Wiring.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A network with all its shapes settled, before any memory is taken for it.
 *
 * @param input what a row of input is
 * @param layers one a vertex of the wiring
 */
record NetworkPlan(Shape input, Wiring wiring, List<Layer> layers) {
    static final int STEP_LIMIT = 10_000;
    /** What one row may need between all layers: 16 MB. */
    static final long NUMBERS_LIMIT = 1 << 22;

    private static final Set<String> OVER_SERIES = Set.of(
            "LSTM",
            "LastTimeStep",
            "LastTimeStepVertex",
            "Convolution1DLayer",
            "Convolution1D",
            "Subsampling1DLayer",
            "Pooling1D",
            "GlobalPoolingLayer",
            "RnnOutputLayer",
            "RnnLossLayer",
            "ZeroPadding1DLayer",
            "Cropping1D",
            "Upsampling1D",
            "RnnToFeedForwardPreProcessor");
    private static final Set<String> OVER_ROWS = Set.of(
            "DenseLayer", "OutputLayer", "RepeatVector", "DuplicateToTimeSeriesVertex", "FeedForwardToRnnPreProcessor");

    /**
     * @param steps that a row of input has where the network takes series: the configuration does not say
     */
    static NetworkPlan read(byte[] configuration, int steps) throws ModelException {
        if (steps < 1 || steps > STEP_LIMIT) {
            throw new ModelException("steps must be 1 to " + STEP_LIMIT + ": steps=" + steps);
        }
        Wiring wiring = WiringReader.read(configuration);
        Shape input = input(wiring, steps);
        List<Layer> layers = new ArrayList<>();
        long numbers = input.size();
        for (Vertex vertex : wiring.vertices()) {
            List<Shape> shapes = new ArrayList<>();
            for (int place : vertex.inputs()) {
                shapes.add(place == Wiring.INPUT ? input : layers.get(place).output());
            }
            Layer layer = LayerReader.read(vertex.settings(), shapes, steps);
            numbers += layer.numbers();
            if (numbers > NUMBERS_LIMIT) {
                throw vertex.settings()
                        .wrong("brings a row to " + numbers + " numbers between the layers; the limit is "
                                + NUMBERS_LIMIT);
            }
            layers.add(layer);
        }
        Shape output = layers.get(wiring.output()).output();
        if (output.form() == Shape.Form.UNROLLED) {
            throw wiring.vertices()
                    .get(wiring.output())
                    .settings()
                    .wrong("ends the network with the steps of a series as rows; end it with a RnnOutputLayer");
        }
        return new NetworkPlan(input, wiring, layers);
    }

    /** How many coefficients all layers need. */
    long coefficients() {
        return layers.stream().mapToLong(Layer::coefficients).sum();
    }

    Shape output() {
        return layers.get(wiring.output()).output();
    }

    /** Lays the layers out, one after the other, and has the output's place come last. */
    Value build(Weights weights, Program program) {
        List<Value> values = new ArrayList<>();
        Value in = program.input(input);
        for (int i = 0; i < layers.size(); i++) {
            List<Value> inputs = new ArrayList<>();
            for (int place : wiring.vertices().get(i).inputs()) {
                inputs.add(place == Wiring.INPUT ? in : values.get(place));
            }
            values.add(layers.get(i).build(inputs, weights, program));
        }
        return values.get(wiring.output());
    }

    /** The same on a tape. */
    Span trace(Weights weights, Tape tape) {
        List<Span> spans = new ArrayList<>();
        Span in = tape.room(input);
        for (int i = 0; i < layers.size(); i++) {
            List<Span> inputs = new ArrayList<>();
            for (int place : wiring.vertices().get(i).inputs()) {
                inputs.add(place == Wiring.INPUT ? in : spans.get(place));
            }
            spans.add(layers.get(i).trace(inputs, weights, tape));
        }
        return spans.get(wiring.output());
    }

    /** What goes in is only said by what it goes into: whether it is a series, and how wide it is. */
    private static Shape input(Wiring wiring, int steps) throws ModelException {
        boolean[] alike = new boolean[wiring.vertices().size()];
        int features = 0;
        int series = -1;
        for (int i = 0; i < alike.length && (features == 0 || series < 0); i++) {
            Vertex vertex = wiring.vertices().get(i);
            String kind = vertex.settings().kind();
            boolean fed = vertex.inputs().stream().anyMatch(place -> place == Wiring.INPUT || alike[place]);
            if (fed && series < 0) {
                series = OVER_SERIES.contains(kind) ? 1 : OVER_ROWS.contains(kind) ? 0 : -1;
            }
            if (fed && features == 0) {
                features = features(vertex.settings());
            }
            // What comes out is as wide as what went in, so the next layer tells as well.
            alike[i] = fed
                    && !kind.equals("MergeVertex")
                    && (kind.equals("BatchNormalization") || features(vertex.settings()) == 0);
        }
        if (features == 0) {
            throw new ModelException("no layer behind the network's input says how many numbers it takes (nin)");
        }
        return series == 1 ? Shape.series(steps, features) : Shape.row(features);
    }

    private static int features(Settings settings) throws ModelException {
        return switch (settings.kind()) {
            case "LastTimeStep" -> features(settings.inner("underlying"));
            case "FrozenLayer" -> features(settings.inner("layer"));
            case "ActivationLayer", "DropoutLayer", "LossLayer", "RnnLossLayer" -> 0;
            default -> settings.body().has("nin") ? settings.width("nin") : 0;
        };
    }
}
