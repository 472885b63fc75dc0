// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import java.util.Optional;

/** What is known of models and devices. Called by partition threads: returns at once. */
interface Library {

    /** What surrounds a model's network; empty where it is not known yet, and another row may ask again. */
    Optional<ModelSpec> spec(ModelId model);

    /** What the model was trained with; empty where its bundle does not say. */
    Optional<Reference> reference(ModelId model);

    /** What was normal for the device under this very version of the model in an earlier run. */
    Optional<Baseline> baseline(String contract, String device, ModelId model);
}
