// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.List;

/**
 * What feeds what: the vertices of a network in the order in which Deeplearning4j numbers their coefficients. A chain of
 * layers is a graph whose vertices stand in line; a preprocessor is a vertex of its own.
 *
 * @param vertices those that compute; the input is not among them
 * @param output the place of the one whose output is the network's
 */
record Wiring(List<Vertex> vertices, int output) {
    /** As a vertex's input: the network's own. */
    static final int INPUT = -1;

    /** @param inputs places of vertices before it, or {@link #INPUT} */
    record Vertex(Settings settings, List<Integer> inputs) {}
}
