// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The devices' own normalisers and thresholds. Thread-safe; survives restarts. */
@ProviderType
public interface Commissioning {

    /**
     * Where a device stands.
     *
     * @param device its name
     * @param contract its contract's name
     * @param model the model that is commissioned for it
     * @param rows good rows seen, at most {@code required}
     * @param required rows that commissioning takes
     * @param threshold its own threshold; {@code NaN} until it is commissioned
     */
    record Progress(String device, String contract, ModelId model, int rows, int required, double threshold) {}

    /** Every device that was or is being commissioned, ordered by contract and device. */
    List<Progress> list();

    /**
     * Forgets a device's own normaliser and threshold, so that its next good rows set them anew.
     *
     * @return false where no device of this name is commissioned or being so
     */
    boolean recommission(String device);
}
