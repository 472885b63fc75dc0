// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant. */
final class Near {

    private static final int NAMED = 3;

    private Near() {}

    /** The end of a sentence; empty where nothing is near. */
    static String named(String unknown, Collection<String> known) {
        List<String> near = known.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String one) -> distance(unknown, one))
                        .thenComparing(one -> one))
                .limit(NAMED)
                .toList();
        return near.isEmpty() ? "" : "; near are " + String.join(", ", near);
    }

    /** What is left when the common beginning and end are taken off: names of a plant differ in a number. */
    private static int distance(String a, String b) {
        int least = Math.min(a.length(), b.length());
        int front = 0;
        while (front < least && a.charAt(front) == b.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < least - front && a.charAt(a.length() - 1 - back) == b.charAt(b.length() - 1 - back)) {
            back++;
        }
        return Math.max(a.length(), b.length()) - front - back;
    }
}
