// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ProviderType;

/** What keeps the {@link History} and the {@link Journal}, for those who watch over it. Thread-safe; reads from disk. */
@ProviderType
public interface Store {

    Status status();

    /**
     * How it is doing.
     *
     * @param rows observations that are kept now
     * @param unsealed of them, those in the tail of the last arrivals, not in columns yet
     * @param duplicates observations that came again, to the bit, and were not kept twice; since the file was made
     * @param bytes that the file takes on the disk
     * @param trouble why nothing is taken, with the next step; empty while it is
     * @param notice what somebody should know although all goes on, for example a damaged file that was put aside; empty
     *     where there is nothing
     */
    record Status(long rows, long unsealed, long duplicates, long bytes, String trouble, String notice) {
        public Status {
            requireNonNull(trouble, "trouble");
            requireNonNull(notice, "notice");
        }
    }
}
