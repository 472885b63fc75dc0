// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.flow.Outlet;
import java.util.LinkedHashSet;
import java.util.Set;

/** One outlet as one partition sees it, and the devices whose last insight it refused. The partition's thread only. */
final class Door {

    final Outlet outlet;
    final Set<Lane> owed = new LinkedHashSet<>();

    Door(Outlet outlet) {
        this.outlet = outlet;
    }
}
