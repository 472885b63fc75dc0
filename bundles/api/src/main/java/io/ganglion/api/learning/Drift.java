// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.learning;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Whether the devices still are what the models learned. Thread-safe. */
@ProviderType
public interface Drift {

    /** How each device stands now, ordered by contract and device; those that drift first. */
    List<Standing> standings();

    /** The newest {@code limit} signals, newest first. Kept over restarts. */
    List<Signal> signals(int limit);

    /**
     * How a device stands.
     *
     * @param contract the contract's name
     * @param device the device's name
     * @param model whose inputs and score are watched
     * @param rows looked at since the watch began
     * @param drifting subjects whose newest signal stands: inputs by name, {@code score}, and {@code missing:} before the
     *     name of an input that is not sent any more
     * @param index population stability index of the worst subject against the reference, at least 0; {@code NaN} before
     *     there are enough rows
     * @param missing share of the model's inputs that are missing lately, 0 to 1
     */
    record Standing(
            String contract,
            String device,
            String model,
            long rows,
            List<String> drifting,
            double index,
            double missing) {
        public Standing {
            drifting = List.copyOf(drifting);
        }
    }

    /**
     * Detectors that spoke together about one subject. It stands until the subject came back; meanwhile there is no other.
     *
     * @param contract the contract's name
     * @param device the device's name; empty for a whole model, of which a quorum of devices drifts in this subject
     * @param model whose inputs or score drifted, {@code NAME@VERSION}
     * @param subject an input's name, {@code score}, or {@code missing:} and an input's name
     * @param detector which spoke, the last one first, for example {@code kswin+page-hinkley}; {@code missing}; or
     *     {@code quorum} for a whole model
     * @param at time of the row at which it spoke
     * @param row how many rows it had looked at
     * @param before mean of the reference, in the subject's unit: that of the attribute, for the score how many times its
     *     threshold, for what is missing a share
     * @param after mean of the last blocks of rows, in the same unit
     * @param statistic the own figure of the detector that spoke last; for a whole model the devices that drift
     * @param bound what it had to exceed
     */
    record Signal(
            String contract,
            String device,
            String model,
            String subject,
            String detector,
            Instant at,
            long row,
            double before,
            double after,
            double statistic,
            double bound) {}
}
