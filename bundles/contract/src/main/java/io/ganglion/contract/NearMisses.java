// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class NearMisses {
    private NearMisses() {}

    /** {@code " (did you mean Pump?)"}, or what there is instead; empty where there is nothing. */
    static String hint(String name, Collection<String> known) {
        List<String> near = known.stream()
                .filter(other -> isNear(name, other))
                .sorted()
                .limit(3)
                .toList();
        if (!near.isEmpty()) {
            return " (did you mean " + String.join(" or ", near) + "?)";
        }
        return known.isEmpty()
                ? ""
                : " (there are "
                        + String.join(", ", known.stream().sorted().limit(8).toList())
                        + (known.size() > 8 ? ", ..." : "") + ")";
    }

    private static boolean isNear(String name, String other) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        return distance(a, b) <= 1 + Math.min(a.length(), b.length()) / 4;
    }

    /** Insertions, deletions and replacements between two names. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
