// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.List;
import java.util.Optional;

/** What else runs on this node, now. Everything may come and go, but the answers name what is missing. */
public interface Services {

    /** All of a kind, the first the one that counts. */
    <T> List<T> all(Class<T> type);

    default <T> Optional<T> find(Class<T> type) {
        return all(type).stream().findFirst();
    }

    /** @throws Problem where it does not run */
    default <T> T need(Class<T> type, String bundle) {
        return find(type)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.UNAVAILABLE,
                        "the bundle " + bundle + " does not run on this node: feature:install ganglion-" + bundle
                                + ", or bundle:list says why it waits"));
    }
}
