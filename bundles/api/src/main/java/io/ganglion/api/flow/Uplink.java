// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** One destination beyond this node, and what is on its way there. Registered as a service. Thread-safe. */
@ProviderType
public interface Uplink {

    /**
     * A message that the destination refused for good, kept until somebody sends it again.
     *
     * @param number ascending, unique in this uplink
     * @param id the message's identity everywhere: {@code node/epoch/kind/position}
     * @param topic where it was to go
     * @param bytes how long its body is
     * @param reason what the destination said
     * @param since when it was given up
     */
    record DeadLetter(long number, String id, String topic, int bytes, String reason, Instant since) {}

    /** The destination's name, unique on the node. */
    String name();

    /** Returns at once; of what waits it says what was so about a second ago. */
    UplinkStatus status();

    /** The oldest first, at most {@code limit}. Reads from disk. */
    List<DeadLetter> deadLetters(int limit);

    /**
     * Sends dead letters once more, as soon as the destination takes anything; those that are refused again stay.
     *
     * @param numbers which; empty for all
     * @return how many will be sent
     */
    int retry(List<Long> numbers);
}
