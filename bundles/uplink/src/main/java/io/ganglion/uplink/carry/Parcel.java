// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.uplink.wire.Outgoing;
import java.util.List;

/** What one MQTT message carries. Urgent is what carries insights. */
final class Parcel {
    private final Outgoing outgoing;
    private final List<Cargo> cargo;
    private final boolean urgent;

    Parcel(Outgoing outgoing, List<Cargo> cargo, boolean urgent) {
        this.outgoing = outgoing;
        this.cargo = List.copyOf(cargo);
        this.urgent = urgent;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    List<Cargo> cargo() {
        return cargo;
    }

    boolean isUrgent() {
        return urgent;
    }
}
