// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import java.time.Duration;
import java.util.Locale;

/** Text and numbers for a terminal. */
public final class Plain {

    private Plain() {}

    /** Without control characters, which could steer a terminal; each becomes a dot. */
    public static String text(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || isFormat(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    // Among them the marks that turn the direction of a line.
    private static boolean isFormat(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** The beginning of a text, marked where it was cut. */
    public static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit - 3) + "...";
    }

    /** Four significant digits; {@code -} where there is no value. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size >= 1e7 || (size > 0 && size < 1e-4)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    public static String percent(double share) {
        return Math.round(share * 100) + "%";
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 4 d 1 h}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return Math.max(0, duration.toMillis()) + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 120) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + " h " + minutes % 60 + " min" : hours / 24 + " d " + hours % 24 + " h";
    }

    /** {@code 1 device}, {@code 3 devices}. */
    public static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
