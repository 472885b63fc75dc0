// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a stranger. Java's matcher backtracks, so it is given a text that counts how often it is looked
 * at and ends the search.
 */
public record SafePattern(Pattern pattern) {

    private static final int PATTERN_LIMIT = 256;
    private static final int TEXT_LIMIT = 1_024;

    public static SafePattern of(String text) {
        if (text.isEmpty() || text.length() > PATTERN_LIMIT) {
            throw Problem.badData("a pattern has 1 to " + PATTERN_LIMIT + " characters: " + text.length());
        }
        try {
            return new SafePattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw Problem.badData(
                    "not a regular expression: " + e.getDescription() + " at " + e.getIndex() + ": " + text);
        }
    }

    /** Whether it occurs in the text; a text of more than 1,024 characters is not searched. */
    public boolean finds(String text, Effort effort) {
        try {
            return text.length() <= TEXT_LIMIT
                    && pattern.matcher(new Watched(text, effort)).find();
        } catch (StackOverflowError e) {
            throw new Problem(Problem.Kind.TOO_COMPLEX_QUERY, "the pattern nests too deeply: " + pattern);
        }
    }

    private record Watched(CharSequence text, Effort effort) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            effort.step();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), effort);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
