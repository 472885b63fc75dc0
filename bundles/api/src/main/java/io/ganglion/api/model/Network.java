// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A network that an engine has loaded. Thread-safe: the weights are shared, the scratch space is each runner's own.
 *
 * <p>Where it takes a series, a row of input is {@code [steps][features]}: step after step, the oldest first, whatever the
 * layout of the library that trained it. Likewise its output, unless it gives one step or none.
 */
@ConsumerType
public interface Network extends AutoCloseable {

    /** Numbers in a row of input: features, times the steps of a series. */
    int inputs();

    /** Numbers in a row of output, likewise. */
    int outputs();

    /** A runner for the calling thread; cheap. */
    Runner newRunner();

    /** Frees what the engine holds for it. Runners must not be used after this. */
    @Override
    void close();

    /** Runs rows through the network. Not thread-safe. */
    @ConsumerType
    interface Runner {

        /**
         * @param input shape {@code [rows][inputs]}, row after row; may be longer
         * @param rows at least 1
         * @param output shape {@code [rows][outputs]}, row after row; may be longer
         */
        void run(float[] input, int rows, float[] output);
    }
}
