// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param more whether there are more behind these
 * @param total how many there are, where that is known
 */
record Listing<T>(List<T> items, boolean more, Optional<Long> total) {

    Listing {
        items = List.copyOf(items);
    }

    /** All of it. */
    static <T> Listing<T> all(List<T> items) {
        return new Listing<>(items, false, Optional.of((long) items.size()));
    }

    /** Out of what is known whole. */
    static <T> Listing<T> part(List<T> all, Request request) {
        return cut(all, request, Optional.of((long) all.size()));
    }

    /** Out of at least {@code offset + limit + 1}, where there are so many. */
    static <T> Listing<T> newest(List<T> read, Request request) {
        return cut(read, request, Optional.empty());
    }

    /** How many to read for {@link #newest}. */
    static int need(Request request) {
        return request.offset() + request.limit() + 1;
    }

    private static <T> Listing<T> cut(List<T> all, Request request, Optional<Long> total) {
        int from = Math.min(request.offset(), all.size());
        int to = Math.min(from + request.limit(), all.size());
        return new Listing<>(all.subList(from, to), to < all.size(), total);
    }
}
