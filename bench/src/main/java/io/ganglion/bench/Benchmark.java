// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.util.Set;

/** One benchmark, found by {@link java.util.ServiceLoader}. */
public interface Benchmark {

    /** What {@code bench/run} calls it. */
    String name();

    /** One line for the list. */
    String about();

    /**
     * Measures, prints a table for people, and returns the figures.
     *
     * @param quick a shorter run, for seeing that it works
     */
    Figures run(boolean quick) throws Exception;

    /**
     * Measures some cases alone, for a profile; what lacks a case does not hold.
     *
     * @param cases by the names of their fields, for example {@code every_qos1}
     */
    default Figures run(boolean quick, Set<String> cases) throws Exception {
        throw new IllegalArgumentException(name() + " has no single cases: --only " + String.join(",", cases));
    }
}
