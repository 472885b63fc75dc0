// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The episodes of this node. Thread-safe; reads disk.
 *
 * <p>What happens is told on the event bus: {@link #RAISED} and {@link #ENDED} with the properties {@code id},
 * {@code useCase}, {@code contract}, {@code device}, {@code asset}, {@code severity}.
 */
@ProviderType
public interface Alerts {

    /** Event topic: an episode began. */
    String RAISED = "io/ganglion/feedback/alert/RAISED";

    /** Event topic: an episode is over. */
    String ENDED = "io/ganglion/feedback/alert/ENDED";

    /**
     * The newest {@code limit} episodes that touch a time, newest first.
     *
     * @param device one of its devices; empty for all
     * @param openOnly whether those that are over are left out
     * @param limit at least 1
     */
    List<Alert> list(String device, Instant from, Instant to, boolean openOnly, int limit);

    Optional<Alert> find(String id);

    /**
     * Why new episodes are not raised or not kept, with the next step, for example a full disk; empty while all is well.
     */
    String trouble();
}
