// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
public final class Near {
    private static final int SHOWN = 3;
    private static final int TYPED_LIMIT = 128;

    private record Candidate(String name, int distance) {}

    private Near() {}

    /** The known names nearest to what was typed, nearest first, at most three; none that is no plausible slip. */
    public static List<String> to(String typed, Collection<String> known) {
        String wanted =
                typed.substring(0, Math.min(typed.length(), TYPED_LIMIT)).toLowerCase(Locale.ROOT);
        int slips = Math.max(2, wanted.length() / 3);
        return known.stream()
                .distinct()
                .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= slips
                        || candidate.name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(SHOWN)
                .map(Candidate::name)
                .toList();
    }

    /** {@code no device pump-8. Near: pump-7}, or what is known where nothing is near. */
    public static String miss(String what, String typed, Collection<String> known) {
        List<String> near = to(typed, known);
        String start = "no " + what + " " + Plain.cut(Plain.text(typed), 80) + ". ";
        if (!near.isEmpty()) {
            return start + "Near: " + String.join(", ", near);
        }
        return known.isEmpty()
                ? start + "There is none yet."
                : start + "Known: "
                        + String.join(
                                ", ",
                                known.stream().distinct().sorted().limit(10).toList());
    }

    /** Insertions, deletions, substitutions, and swaps of neighbours that turn one into the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
