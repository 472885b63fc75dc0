// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import java.util.Optional;
import org.osgi.framework.Version;

/**
 * A contract bundle and what became of it.
 *
 * @param name the capability's contract name
 * @param version the capability's version
 * @param origin symbolic name, version and id of the bundle it came in
 * @param state where it stands
 * @param problem why it is refused, with the next step; empty otherwise
 * @param contract what it says; empty where it is refused
 */
public record ContractStatus(
        String name, Version version, String origin, State state, String problem, Optional<Contract> contract) {

    /** Where a contract bundle stands. */
    public enum State {
        /** Payloads of this name are held against it. */
        SERVED,
        /** Fine, but a higher version is served. */
        STANDBY,
        /** Its files are not a contract. */
        REFUSED
    }
}
