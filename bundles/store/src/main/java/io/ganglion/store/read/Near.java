// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that somebody may have meant. */
final class Near {

    private static final int SHOWN = 3;

    private Near() {}

    /** {@code Near: flow}, or what there is. */
    static String to(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int slips = Math.max(2, wanted.length() / 3);
        List<String> near = known.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= slips)
                .sorted(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .limit(SHOWN)
                .toList();
        return near.isEmpty()
                ? "Known: " + known.stream().limit(10).collect(Collectors.joining(", "))
                : "Near: " + String.join(", ", near);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
                corner = above;
            }
        }
        return row[b.length()];
    }
}
