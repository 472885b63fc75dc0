// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/**
 * The major versions of its contract that a model reads: what one calls {@code motorCurrent} may be another quantity in the
 * next.
 *
 * @param from the least, inclusive
 * @param to the greatest, inclusive
 */
public record Majors(int from, int to) {
    public static final Majors ALL = new Majors(0, Integer.MAX_VALUE);

    private static final Pattern FROM = Pattern.compile("(?<!\\(!)\\(version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");
    private static final Pattern UP_TO = Pattern.compile("\\(version<=([^)]*)\\)");

    public Majors {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("majors need 0 <= from <= to: from=" + from + " to=" + to);
        }
    }

    /**
     * Those that a requirement's filter names. One that has no upper end is taken for the major that it begins with: a
     * model cannot have been trained on a version that breaks with it.
     */
    public static Majors of(String filter) {
        Matcher least = FROM.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        Matcher most = UP_TO.matcher(filter);
        boolean open = !least.find();
        int from = open ? 0 : Version.parseVersion(least.group(1)).getMajor();
        if (below.find()) {
            Version end = Version.parseVersion(below.group(1));
            boolean whole = end.equals(new Version(end.getMajor(), 0, 0));
            return new Majors(from, Math.max(from, whole ? end.getMajor() - 1 : end.getMajor()));
        }
        if (most.find()) {
            return new Majors(
                    from, Math.max(from, Version.parseVersion(most.group(1)).getMajor()));
        }
        return open ? ALL : new Majors(from, from);
    }

    public boolean contains(int major) {
        return from <= major && major <= to;
    }

    /** {@code 1}, {@code 1-2}, {@code 2+} or {@code any}. */
    @Override
    public String toString() {
        if (to == Integer.MAX_VALUE) {
            return from == 0 ? "any" : from + "+";
        }
        return from == to ? String.valueOf(from) : from + "-" + to;
    }
}
