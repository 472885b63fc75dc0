// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.explanation;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which sensors made a score, beside what is normal for this device.
 *
 * @param contract the contract's name
 * @param device the device's name
 * @param at time of the observation
 * @param model whose score
 * @param method how it was split
 * @param score how unusual the observation was
 * @param threshold above which it is anomalous
 * @param baseline the score that the split begins with: 0 for the error split, that of the reference row otherwise
 * @param parts one for each input of the model, greatest contribution first
 * @param normalAt time of the observation that is shown as the normal example; empty where the device had none
 */
public record Explanation(
        String contract,
        String device,
        Instant at,
        ModelId model,
        Method method,
        double score,
        double threshold,
        double baseline,
        List<Part> parts,
        Optional<Instant> normalAt) {

    /** How a score is split. */
    public enum Method {
        /** The reconstruction error of each input: exact for an autoencoder, and costs nothing. */
        RECONSTRUCTION,
        /**
         * Integrated gradients (Sundararajan, Taly, Yan 2017) of the score from the device's normal to the observation.
         */
        INTEGRATED_GRADIENTS,
        /** KernelSHAP (Lundberg, Lee 2017) of the score against the device's normal rows. Slow. */
        KERNEL_SHAP
    }

    /**
     * One sensor's part.
     *
     * @param attribute its name
     * @param unitCode UN/CEFACT code
     * @param value as observed
     * @param expected what the model expected of it here, in the same unit; {@code NaN} where it says nothing of the kind
     * @param normal its value in the normal example; {@code NaN} where there is none
     * @param contribution to the score: contributions and baseline add up to the score; may be negative but for the error split
     */
    public record Part(
            String attribute, String unitCode, double value, double expected, double normal, double contribution) {}

    public Explanation {
        requireNonNull(model, "model");
        requireNonNull(method, "method");
        parts = List.copyOf(parts);
    }
}
