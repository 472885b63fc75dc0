// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

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
}
