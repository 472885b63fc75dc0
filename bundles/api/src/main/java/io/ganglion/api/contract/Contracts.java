// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The contracts of this node. Thread-safe. */
@ProviderType
public interface Contracts {

    /** Every contract bundle, served or not, ordered by name and version. */
    List<ContractStatus> list();

    /** The contract that payloads of this name are held against: the highest version served. */
    Optional<Contract> find(String name);

    /** A decoder for the calling thread, over whatever contracts are served at each call. */
    Decoder newDecoder();
}
