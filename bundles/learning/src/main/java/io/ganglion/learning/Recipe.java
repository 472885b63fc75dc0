// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ganglion.api.model.ModelSpec;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a model is made: everything that decides its bits, and what people must know of it. Read from
 * {@code recipe.yaml}.
 *
 * @param model its name, for example {@code pump-anomaly}
 * @param version of the model, three numbers
 * @param contract name of the contract whose observations it learns from
 * @param source where the payloads of healthy devices come from
 * @param faults runs of the same source with something wrong, to see whether the model notices
 * @param inputs the attributes that the network sees, in order
 * @param window rows averaged into one input
 * @param smoothing row scores averaged into one score
 * @param network the autoencoder
 * @param training how long and how it learns
 * @param threshold for devices that are not commissioned: {@code margin} times the {@code quantile} of held-out scores
 * @param driftQuantile of the fleet's own drifts that becomes an input's drift, above 0 and below 1
 * @param commissioning how a device's own normaliser and threshold are learned
 * @param intendedUse for the card
 * @param limits for the card
 * @param require what the build holds it against; null where it is packaged whatever was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Recipe(
        String model,
        String version,
        String contract,
        Source source,
        List<FaultRun> faults,
        List<Input> inputs,
        int window,
        int smoothing,
        Network network,
        Training training,
        Threshold threshold,
        double driftQuantile,
        ModelSpec.Commissioning commissioning,
        String intendedUse,
        List<String> limits,
        Require require) {

    /** The source of a candidate that a node made: its own history. */
    static final String HISTORY = "history";

    private static final String RETRAINED = "Retrained on a node - ";

    /** A training source by name, and what it is told. */
    record Source(String name, Map<String, String> settings) {
        Source {
            settings = settings == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }

    /**
     * A run with a fault.
     *
     * @param name for the card, for example {@code valve closing}
     * @param settings on top of the source's own
     * @param onset the first row with the fault, counted from 0 in each device
     */
    record FaultRun(String name, Map<String, String> settings, int onset) {}

    record Input(String attribute, ModelSpec.Transform transform) {
        Input {
            requireNonNull(attribute, "attribute");
            transform = transform == null ? ModelSpec.Transform.IDENTITY : transform;
        }

        /** {@code NaN} stays. */
        double transformed(double value) {
            return transform == ModelSpec.Transform.LOG1P ? StrictMath.log1p(Math.max(0, value)) : value;
        }
    }

    /** What the hidden layers are. */
    enum Layers {
        /** Of one row. */
        @JsonProperty("dense")
        DENSE,
        /** Memories: up to the narrowest one they read the series, after it they tell it again. */
        @JsonProperty("lstm")
        LSTM,
        /** Convolutions over time. */
        @JsonProperty("conv1d")
        CONV1D
    }

    /**
     * @param hidden sizes of the hidden layers
     * @param activation of the hidden layers, in DL4J's spelling, for example {@code TANH}
     * @param layers what they are; absent {@code dense}
     * @param steps rows of a device that make one input, 1 for dense layers; absent 1
     * @param kernel steps that a convolution looks at; absent 3 for convolutions, of no meaning for others
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Network(List<Integer> hidden, String activation, Layers layers, int steps, int kernel) {
        private static final int MOST_STEPS = 1_024;
        private static final int USUAL_KERNEL = 3;

        Network {
            layers = layers == null ? Layers.DENSE : layers;
            steps = steps == 0 ? 1 : steps;
            kernel = kernel == 0 && layers == Layers.CONV1D ? USUAL_KERNEL : kernel;
            boolean series = layers != Layers.DENSE;
            if (hidden == null
                    || hidden.isEmpty()
                    || hidden.stream().anyMatch(size -> size < 1)
                    || activation == null) {
                throw new IllegalArgumentException(
                        "a network needs hidden layers of at least 1 and an activation: hidden=" + hidden
                                + " activation=" + activation);
            }
            if (series ? steps < 2 || steps > MOST_STEPS : steps != 1) {
                throw new IllegalArgumentException("lstm and conv1d take 2 to " + MOST_STEPS
                        + " steps, dense layers 1: layers=" + layers + " steps=" + steps);
            }
            if (layers == Layers.CONV1D ? kernel < 1 || kernel > steps : kernel != 0) {
                throw new IllegalArgumentException(
                        "a convolution looks at 1 to as many steps as there are, others have no" + " kernel: layers="
                                + layers + " kernel=" + kernel + " steps=" + steps);
            }
        }

        /** Which of the hidden layers has the least room; the first of them. */
        int narrowest() {
            return hidden.indexOf(Collections.min(hidden));
        }
    }

    /**
     * @param seed of weights and order
     * @param epochs at most
     * @param batch rows in a step
     * @param learningRate of Adam
     * @param patience epochs without progress on the held-out part before it stops
     * @param heldOut share of the time span, at its end, that is not learned from: its first half stops the training and
     *     sets the threshold, its second half is for the card alone
     * @param farthest windows with an input further out than this many deviations are not learned from: there the device
     *     has left what its commissioning covered
     */
    record Training(
            long seed, int epochs, int batch, double learningRate, int patience, double heldOut, double farthest) {
        Training {
            if (epochs < 1 || batch < 1 || patience < 1 || !(learningRate > 0) || !(farthest > 0)) {
                throw new IllegalArgumentException("epochs, batch, patience, learningRate, farthest must be positive:"
                        + " epochs=" + epochs + " batch=" + batch + " patience=" + patience + " learningRate="
                        + learningRate + " farthest=" + farthest);
            }
            if (!(heldOut > 0 && heldOut < 1)) {
                throw new IllegalArgumentException("heldOut must be above 0 and below 1: " + heldOut);
            }
        }

        /** For parameters that are good already: a third of the epochs at a third of the rate. */
        Training gentler() {
            return new Training(
                    seed, Math.max(1, (epochs + 2) / 3), batch, learningRate / 3, patience, heldOut, farthest);
        }
    }

    record Threshold(double quantile, double margin) {
        Threshold {
            if (!(quantile > 0 && quantile <= 1) || !(margin > 0)) {
                throw new IllegalArgumentException(
                        "threshold needs 0 < quantile <= 1 and margin > 0: quantile=" + quantile + " margin=" + margin);
            }
        }
    }

    Recipe {
        requireNonNull(model, "model");
        requireNonNull(contract, "contract");
        requireNonNull(source, "source");
        requireNonNull(network, "network");
        requireNonNull(training, "training");
        requireNonNull(threshold, "threshold");
        requireNonNull(commissioning, "commissioning");
        requireNonNull(intendedUse, "intendedUse");
        faults = faults == null ? List.of() : List.copyOf(faults);
        inputs = List.copyOf(inputs);
        limits = List.copyOf(limits);
        if (inputs.isEmpty() || window < 1 || smoothing < 1 || !(driftQuantile > 0 && driftQuantile < 1)) {
            throw new IllegalArgumentException(
                    "a recipe needs inputs, window >= 1, smoothing >= 1, 0 < driftQuantile < 1: inputs="
                            + inputs.size() + " window=" + window + " smoothing=" + smoothing + " driftQuantile="
                            + driftQuantile);
        }
    }

    /** How a candidate of this recipe is made from a node's own history. */
    Recipe retrained(String candidate, Map<String, String> history, boolean warm) {
        return new Recipe(
                model,
                candidate,
                contract,
                new Source(HISTORY, history),
                List.of(),
                inputs,
                window,
                smoothing,
                network,
                warm ? training.gentler() : training,
                threshold,
                driftQuantile,
                commissioning,
                intendedUse,
                Stream.concat(
                                limits.stream().filter(limit -> !limit.startsWith(RETRAINED)),
                                Stream.of(
                                        RETRAINED + "the figures hold for the devices of that node and for its window"))
                        .toList(),
                // There the champion is what it is held against.
                null);
    }

    /** The same bytes every time. */
    byte[] yaml() throws IOException {
        return new YAMLMapper()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .writeValueAsBytes(this);
    }

    /** @throws IOException where it is not YAML, or a key is unknown or its value out of range; the message names it */
    static Recipe read(byte[] yaml) throws IOException {
        return new YAMLMapper().readValue(yaml, Recipe.class);
    }
}
