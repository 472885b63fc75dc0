// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads a contract from its files, without a framework: for trainers, build steps and authors. Found by
 * {@link java.util.ServiceLoader} outside of OSGi, and as a service inside.
 */
@ProviderType
public interface ContractCompiler {

    /**
     * A decoder for one contract.
     *
     * @param jar a contract content bundle, or the folder that holds its {@code META-INF} and {@code contract} folders
     * @throws IllegalArgumentException where the files are not a contract; the message names file, spot and value
     */
    Decoder compile(Path jar);
}
