// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that runs networks. Registered as a service; the engine with the highest {@code service.ranking} that runs
 * all layers of a network serves it. Its bundle provides {@code ganglion.engine} with the same layer kinds, so that the
 * resolver proves the match before anything starts.
 */
@ConsumerType
public interface Engine {

    /** For example {@code compiled} or {@code dl4j}. */
    String name();

    /** The layer kinds it runs, in lower case: {@code dense}, {@code lstm}, {@code conv1d}, {@code batchnorm}. */
    Set<String> layers();

    /**
     * Loads a network. Slow; call it off the hot path.
     *
     * @param zip a Deeplearning4j model archive ({@code configuration.json}, {@code coefficients.bin})
     * @throws ModelException where the archive is damaged, hostile or beyond this engine; the message says which part
     */
    Network load(byte[] zip) throws ModelException;

    /**
     * Loads a network whose row of input is a series. An archive does not say how many steps it was trained on.
     *
     * @param steps in a row of input, at least 1; where the network takes plain rows it is of no account
     * @throws ModelException as above, and where this engine runs no series
     */
    default Network load(byte[] zip, int steps) throws ModelException {
        if (steps != 1) {
            throw new ModelException("engine " + name() + " runs no series: steps=" + steps);
        }
        return load(zip);
    }
}
