// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.learning;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Scores as production will, so that a trainer's threshold means the same thing there. Found by
 * {@link java.util.ServiceLoader} outside of OSGi, and as a service inside.
 */
@ProviderType
public interface Scoring {

    /**
     * The scores of observations in order of time, by the same code that scores on a node, without commissioning.
     *
     * @param network a Deeplearning4j model archive
     * @return shape {@code [observations]}
     * @throws ModelException where the network cannot be loaded
     */
    double[] scores(ModelSpec spec, byte[] network, List<Observation> observations) throws ModelException;

    /**
     * What commissioning on a device's first rows makes of a model: its own normaliser and threshold, by the same code
     * that commissions on a node.
     *
     * @param rows in order of time, at least 1
     * @return the model for this device alone; its commissioning takes 0 rows
     * @throws ModelException where the network cannot be loaded
     */
    ModelSpec commission(ModelSpec spec, byte[] network, List<Observation> rows) throws ModelException;
}
