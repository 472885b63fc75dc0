// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What passed the node, in the order in which it was kept, for those who carry it on. Every destination has a durable
 * place of its own in it, and what it has not acknowledged is kept for it as long as the disk allows. Thread-safe; reads
 * from disk.
 */
@ProviderType
public interface Journal {

    /** Two queues, so that one can be carried on before the other. */
    enum Kind {
        OBSERVATION,
        INSIGHT
    }

    /**
     * One entry.
     *
     * @param position ascending in each kind, unique in this journal for ever; not without gaps
     * @param observation what was observed; for an insight, what it looked at
     * @param insight what was thought of it; empty for {@link Kind#OBSERVATION}
     */
    record Entry(long position, Observation observation, Optional<Insight> insight) {}

    /**
     * What waits for a destination.
     *
     * @param waiting entries that it has not acknowledged
     * @param oldest when the oldest of them was kept, nanoseconds since the epoch; empty where none waits
     * @param lost entries that left for want of room before it acknowledged them, since it was opened first
     */
    record Backlog(long waiting, OptionalLong oldest, long lost) {}

    /** A word that no other journal has: with the position, the identity of an entry everywhere. */
    String epoch();

    /**
     * A destination's place, made at the journal's end where there is none. One reader a destination: an older one that is
     * still open is closed by this.
     *
     * @throws IllegalStateException where the disk refuses; the message has the next step
     */
    Reader open(String destination);

    /** Who has a place, in alphabetical order; also one that nobody reads for any more. */
    List<String> destinations();

    /** Gives a destination's place up; nothing is kept for it any more. */
    void forget(String destination);

    /** A destination's place. Not thread-safe. */
    @ProviderType
    interface Reader extends AutoCloseable {

        /** Entries of a kind after a position, oldest first; at most {@code limit}, none where there are none yet. */
        List<Entry> read(Kind kind, long after, int limit);

        /** The last position acknowledged. */
        long acknowledged(Kind kind);

        /**
         * All up to a position has arrived. Durable when this returns. A position before the last one changes nothing.
         *
         * @throws IllegalArgumentException beyond the journal's end
         * @throws IllegalStateException where the disk refuses, or the reader is closed
         */
        void acknowledge(Kind kind, long position);

        Backlog backlog(Kind kind);

        @Override
        void close();
    }
}
