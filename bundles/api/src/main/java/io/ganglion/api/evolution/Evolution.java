// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.evolution;

import org.osgi.annotation.versioning.ProviderType;

/** Compares versions of contracts. Thread-safe; reads files, so never call it on a partition's thread. */
@ProviderType
public interface Evolution {

    /**
     * What lies between two versions, and whom the second would break on this node.
     *
     * @param older {@code name@version} of a contract bundle on this node, served or not, or the path of a contract jar, or
     *     of a folder with a contract's {@code META-INF} and {@code contract} folders
     * @param newer likewise, of the same contract
     * @throws IllegalArgumentException where one is not there, is no contract, or is another contract; the message says
     *     what is
     */
    Comparison compare(String older, String newer);
}
