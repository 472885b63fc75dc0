// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Optional;

/** A network that knows its slopes. Thread-safe. */
public interface Differentiable {

    /** Its slopes; empty where it has so many numbers between its layers that going back through them would take too much memory. */
    Optional<Gradient> gradient();
}
