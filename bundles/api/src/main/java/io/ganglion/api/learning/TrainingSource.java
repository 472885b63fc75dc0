// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.learning;

import io.ganglion.api.device.Payload;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Seeded data in the form in which devices send it. Found by {@link java.util.ServiceLoader} outside of OSGi, and as a
 * service inside.
 */
@ConsumerType
public interface TrainingSource {

    /** What a recipe calls it, for example {@code machine}. */
    String name();

    /**
     * The payloads of a run. Same settings, same bytes, on every machine.
     *
     * @param settings from the recipe; every source knows {@code seed}, {@code devices} and {@code rows} (rows a device)
     * @throws IllegalArgumentException for an unknown setting or a value out of range
     */
    Stream<Payload> payloads(Map<String, String> settings);
}
