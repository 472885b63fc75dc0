// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import io.ganglion.itests.harness.Ganglion;
import java.nio.file.Path;

/** One drill. */
public interface Drill {

    /** What {@code itests/drill} calls it. */
    String name();

    /** One line for the list. */
    String about();

    /**
     * Runs it and prints a table for people.
     *
     * @param folder an empty one, for the homes of nodes
     * @param rounds how often, at least 1
     */
    Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception;
}
