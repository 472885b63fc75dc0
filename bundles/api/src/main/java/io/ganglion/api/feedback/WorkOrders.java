// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import io.ganglion.api.feedback.WorkOrder.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The work-order desk. Thread-safe; on the disk when a call returns. Every act is idempotent: the same act by the same
 * person again, as by a double click, changes nothing and records nothing. An act that a state does not allow throws
 * {@link IllegalStateException} with the state and the next step; an unknown id throws {@link IllegalArgumentException} and
 * names near ones; a disk that refuses throws {@link java.io.UncheckedIOException}, and nothing was done.
 *
 * <p>Event {@link #CHANGED} with the properties {@code id}, {@code state}, {@code contract}, {@code device}.
 */
@ProviderType
public interface WorkOrders {

    /** Event topic: a work order came or changed. */
    String CHANGED = "io/ganglion/feedback/workorder/CHANGED";

    /** Bytes of a photo at most. */
    int PHOTO_LIMIT = 8 << 20;

    /**
     * The newest {@code limit} work orders, newest first.
     *
     * @param states those wanted; empty for all
     * @param assignee a login: its own and nobody's; empty for all
     * @param device the device's name; empty for all
     */
    List<WorkOrder> list(Set<WorkOrder.State> states, String assignee, String device, int limit);

    Optional<WorkOrder> find(String id);

    /** Its audit trail, oldest first. */
    List<Fact> facts(String id);

    /** Somebody takes it. */
    WorkOrder acknowledge(String id, String by);

    /** Work begins; acknowledges it where nobody did. */
    WorkOrder start(String id, String by);

    /**
     * Work ends with a finding: closes it, records the label over the episode's time, and closes its ticket. Of one that is
     * closed already it is a correction: a new fact, and a label that corrects the first.
     *
     * @throws IllegalArgumentException for a cause that the contract's taxonomy does not have
     */
    WorkOrder resolve(String id, Resolution resolution, String by);

    /**
     * A fault that no alert told of.
     *
     * @param from first instant at which something was wrong
     * @param to first instant at which it was well again, not after now
     */
    WorkOrder report(String contract, String device, Instant from, Instant to, Resolution resolution, String by);

    /** Adds a note to the trail. */
    WorkOrder note(String id, String text, String by);

    /**
     * Adds a photo. Reads at most {@value #PHOTO_LIMIT} bytes.
     *
     * @throws IllegalArgumentException for a longer one, for one that is no JPEG, PNG or WebP, and for one too many
     */
    Attachment attach(String id, InputStream photo, String by) throws IOException;

    /**
     * Asks the maintenance system once more for a ticket that it refused, at once; where nothing was refused, changes nothing.
     */
    default WorkOrder retry(String id, String by) {
        throw new IllegalStateException("this desk knows no maintenance system: " + id);
    }

    /** Opens a photo; empty where there is none. */
    Optional<InputStream> photo(String workOrder, String attachment) throws IOException;
}
