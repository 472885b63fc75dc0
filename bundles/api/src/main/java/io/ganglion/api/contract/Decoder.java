// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import io.ganglion.api.device.Payload;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decodes and validates in one pass. Remembers the shape of what each device sends, so that the next payload of the same
 * shape costs less; the verdict is the same either way.
 *
 * <p>Not thread-safe: one for each thread. A contract that is exchanged takes effect with the next call.
 */
@ProviderType
public interface Decoder {

    /** Never throws for what is in the payload: the worst input is a {@link Rejection}. */
    Verdict decode(Payload payload);
}
