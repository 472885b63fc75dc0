// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The loop's clocks: from facts with their times, so that a restart changes nothing. Thread-safe; reads disk.
 *
 * <p>Event {@link #BREACH} once for each work order and span that goes over its target, with the properties
 * {@code workOrder}, {@code span}, {@code useCase}, {@code target}.
 */
@ProviderType
public interface Slas {

    /** Event topic: a target was missed. */
    String BREACH = "io/ganglion/feedback/sla/BREACH";

    /** Over the alerts raised in a time, ordered by use case and model; then what people reported. */
    List<Sla> report(Instant from, Instant to);
}
