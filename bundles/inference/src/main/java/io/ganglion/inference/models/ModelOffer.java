// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.ModelId;
import io.ganglion.inference.scoring.Majors;
import java.io.IOException;
import java.util.Set;

/**
 * A model bundle that may serve.
 *
 * @param bundle the bundle's id
 * @param contract the capability's contract
 * @param majors the versions of it that the bundle requires
 * @param origin symbolic name, version and id of the bundle
 * @param layers the layer kinds that it requires of an engine
 * @param files the bundle's content
 */
public record ModelOffer(
        long bundle, ModelId id, String contract, Majors majors, String origin, Set<String> layers, Files files) {

    /** One that reads every version of its contract. */
    public ModelOffer(long bundle, ModelId id, String contract, String origin, Set<String> layers, Files files) {
        this(bundle, id, contract, Majors.ALL, origin, layers, files);
    }

    /** Reads a bundle's content. */
    @FunctionalInterface
    public interface Files {

        /**
         * @param limit bytes that the caller is ready to take
         * @return at most {@code limit + 1} bytes; null where there is no such file
         */
        byte[] read(String path, int limit) throws IOException;
    }
}
