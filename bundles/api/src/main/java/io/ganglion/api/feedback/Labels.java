// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Labels, durable. Thread-safe; reads and writes disk. */
@ProviderType
public interface Labels {

    /**
     * Records a label; on the disk when this returns. The same label again changes nothing.
     *
     * @throws IllegalStateException where the disk refuses, with the next step
     */
    void add(Label label);

    /**
     * The labels of a contract that touch a time, ordered by their begin; of those with one id the last recorded.
     *
     * @param device its name; empty for all
     */
    List<Label> list(String contract, String device, Instant from, Instant to);

    /** Labels recorded since the first, corrections included: how a caller sees that there are new ones. */
    long recorded();
}
