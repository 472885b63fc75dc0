// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The devices that this node has heard. Thread-safe. */
@ProviderType
public interface Devices {

    /** A snapshot, ordered by contract and name. */
    List<Device> list();
}
