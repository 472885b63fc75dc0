// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Makes one list of several. Each one's own order is the order of arrival and stands; the clock only decides between them.
 * Sorted by the clock, rows from before it was set back would pass for the newest.
 */
final class Merge {

    private static final class Source {
        final Iterator<Observation> rest;
        Observation head;

        Source(List<Observation> rows) {
            rest = rows.iterator();
            head = rest.next();
        }

        boolean advance() {
            head = rest.hasNext() ? rest.next() : null;
            return head != null;
        }
    }

    private Merge() {}

    /** @param lists none of them empty, the newest first in each */
    static List<Observation> newestFirst(List<List<Observation>> lists, int limit) {
        List<Source> sources = new ArrayList<>(lists.stream().map(Source::new).toList());
        List<Observation> merged = new ArrayList<>();
        while (!sources.isEmpty() && merged.size() < limit) {
            Source newest = sources.stream()
                    .max(Comparator.comparingLong(source -> source.head.receivedAt()))
                    .orElseThrow();
            merged.add(newest.head);
            if (!newest.advance()) {
                sources.remove(newest);
            }
        }
        return merged;
    }
}
