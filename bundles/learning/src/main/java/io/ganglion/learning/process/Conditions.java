// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

import java.util.List;
import java.util.Map;

/**
 * The environment that a trainer finds. Nothing of the node's is its business, and some of it would change its bits:
 * {@code OPENBLAS_CORETYPE} alone picks other kernels, which round otherwise.
 */
public final class Conditions {
    private Conditions() {}

    /** Leaves of an environment what a process needs to run at all, and one thread for whoever counts. */
    public static void apply(Map<String, String> environment) {
        environment.keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "TZ"));
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("OPENBLAS_NUM_THREADS", "1");
        environment.put("MALLOC_ARENA_MAX", "2");
    }
}
