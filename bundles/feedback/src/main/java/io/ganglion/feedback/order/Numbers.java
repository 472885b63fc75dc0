// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.Sheet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code WO-17}, also as people type it: {@code wo-17}, {@code WO17}, {@code 17}. */
final class Numbers {
    private static final Pattern ID = Pattern.compile("(?i)(?:WO[- ]?)?0*(\\d{1,15})");
    private static final int KNOWN = 1_000;
    private static final int SHOWN = 3;
    private static final int TYPED = 40;

    private Numbers() {}

    static Optional<Sheet> find(String id, Books books) throws SQLException {
        Matcher matcher = ID.matcher(id.strip());
        return matcher.matches() ? books.sheet(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    static String miss(String id, Books books) throws SQLException {
        Matcher matcher = ID.matcher(id.strip());
        long wanted = matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
        List<String> near = books.sheets(Set.of(), "", "", KNOWN).stream()
                .map(Sheet::number)
                .sorted(Comparator.comparingLong(number -> Math.abs(wanted - number)))
                .limit(SHOWN)
                .map(number -> "WO-" + number)
                .toList();
        return "no work order " + cut(id) + ". "
                + (near.isEmpty() ? "There is none yet." : "Near: " + String.join(", ", near));
    }

    static String cut(String typed) {
        return typed.length() <= TYPED ? typed : typed.substring(0, TYPED) + "...";
    }
}
