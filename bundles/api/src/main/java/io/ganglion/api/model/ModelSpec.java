// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What surrounds a network: which attributes go in and how, and what its score means. Written by the trainer as
 * {@code model/model.json} in a model bundle, read by whoever scores.
 *
 * <p>The network reconstructs its input. The score of a row is the mean over the inputs that were present of the squared
 * difference between normalised input and reconstruction, averaged over the last {@code smoothing} rows of the device.
 *
 * <p>Where {@code steps} is more than 1, the network takes a series: the inputs of the last {@code steps} rows, oldest
 * first. Its score is that of the newest step alone: what a row is blamed for is then its own, an anomaly is not diluted by
 * the healthy steps before it, and how long it has to last is {@code smoothing}'s affair. Such a network gives back the
 * whole series or only its newest step.
 *
 * @param contract name of the contract whose attributes it reads
 * @param inputs the network's inputs, in order
 * @param window how many last rows of a device are averaged, attribute by attribute, into one input; at least 1
 * @param steps how many such inputs, each a row further back, make up what the network takes; 1 for a plain row. A device
 *     with fewer rows is not scored yet. Absent from {@code model.json} it is 1
 * @param smoothing how many last row scores are averaged into the score; at least 1
 * @param threshold the score above which a device that was not commissioned is anomalous
 * @param commissioning how a device's own normaliser and threshold are learned
 */
public record ModelSpec(
        String contract,
        List<Input> inputs,
        int window,
        int steps,
        int smoothing,
        double threshold,
        Commissioning commissioning) {

    /**
     * One input: {@code (transform(value) - mean) / deviation}.
     *
     * @param attribute the contract's attribute it reads
     * @param transform applied first
     * @param mean of the transformed training values
     * @param deviation standard deviation of the transformed training values, more than 0; where devices are
     *     commissioned, that of a typical device about its own mean, drift included
     * @param drift how many times as far the attribute of a healthy device wanders in the long run as over its
     *     commissioning rows, at least 1: temperatures drift with the room, and that is no fault
     */
    public record Input(String attribute, Transform transform, double mean, double deviation, double drift) {
        /** A device's own deviation counts as at least this share of the training's: a sensor that rests is not exact. */
        private static final double LEAST_SHARE = 0.1;

        public Input {
            requireNonNull(attribute, "attribute");
            requireNonNull(transform, "transform");
            if (!(deviation > 0) || !(drift >= 1)) {
                throw new IllegalArgumentException("deviation must be positive and drift at least 1: attribute="
                        + attribute + " deviation=" + deviation + " drift=" + drift);
            }
        }

        /** An input of an attribute that does not drift. */
        public Input(String attribute, Transform transform, double mean, double deviation) {
            this(attribute, transform, mean, deviation, 1);
        }

        /**
         * The same input with one device's own normaliser.
         *
         * @param ownMean of the transformed values over the device's commissioning rows
         * @param ownDeviation standard deviation of the same, at least 0; widened by the drift, and never narrower than
         *     a tenth of the training's
         */
        public Input commissioned(double ownMean, double ownDeviation) {
            return new Input(
                    attribute, transform, ownMean, Math.max(ownDeviation * drift, LEAST_SHARE * deviation), drift);
        }
    }

    /** What is done to a value before it is normalised. */
    public enum Transform {
        /** Nothing. */
        IDENTITY,
        /** {@code ln(1 + x)} for rates that span decades; values below 0 count as 0. */
        LOG1P
    }

    /**
     * How a device's first good rows set its own normaliser and threshold: the mean and deviation of each input over
     * these rows, and {@code margin} times the {@code quantile} of their scores.
     *
     * @param rows how many rows; 0 where devices are not commissioned
     * @param quantile of the scores over these rows, above 0 and at most 1
     * @param margin factor on that quantile, more than 0
     */
    public record Commissioning(int rows, double quantile, double margin) {
        public Commissioning {
            if (rows < 0 || !(quantile > 0 && quantile <= 1) || !(margin > 0)) {
                throw new IllegalArgumentException("commissioning needs rows >= 0, 0 < quantile <= 1, margin > 0: rows="
                        + rows + " quantile=" + quantile + " margin=" + margin);
            }
        }
    }

    public ModelSpec {
        requireNonNull(contract, "contract");
        requireNonNull(commissioning, "commissioning");
        inputs = List.copyOf(inputs);
        // A parser's word for absent: models that were trained before there were series do not say it.
        steps = steps == 0 ? 1 : steps;
        if (inputs.isEmpty() || window < 1 || steps < 1 || smoothing < 1 || !(threshold > 0)) {
            throw new IllegalArgumentException(
                    "a model needs inputs, window >= 1, steps >= 1, smoothing >= 1, threshold > 0: inputs="
                            + inputs.size() + " window=" + window + " steps=" + steps + " smoothing=" + smoothing
                            + " threshold=" + threshold);
        }
    }

    /** A model of plain rows. */
    public ModelSpec(
            String contract,
            List<Input> inputs,
            int window,
            int smoothing,
            double threshold,
            Commissioning commissioning) {
        this(contract, inputs, window, 1, smoothing, threshold, commissioning);
    }

    /** How many last rows of a device one score looks at. */
    public int rows() {
        return window + steps - 1 + smoothing - 1;
    }
}
