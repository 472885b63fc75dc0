// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.hook;

import java.util.Optional;

/** A system of this bundle that may take webhooks. */
public interface Hooked {

    /** The system's name. */
    String name();

    /** Where its webhooks come in; empty where none are taken. */
    Optional<HookGate> gate();
}
