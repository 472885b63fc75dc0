// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One connection to the plant: a broker session, a serial line, a machine's sensors. Registered as a service; several
 * instances of one kind come from factory configurations.
 *
 * <p>A driver delivers {@link Payload}s to the {@link io.ganglion.api.flow.Intake} and never judges them. A pulled cable
 * is a {@link #status()}, not an exception.
 */
@ConsumerType
public interface Driver {

    /** The instance's name, unique on the node, for example {@code host} or {@code mqtt-plant}. */
    String name();

    /** Thread-safe; returns at once. */
    DriverStatus status();
}
