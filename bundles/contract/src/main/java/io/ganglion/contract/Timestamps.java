// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.nio.charset.StandardCharsets;

/** RFC 3339 date-times, by arithmetic on the bytes. Not thread-safe. */
final class Timestamps {
    /** What {@link #parse} returns for what is no date-time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final byte[] EPOCH = "1970-01-01T00:00".getBytes(StandardCharsets.US_ASCII);
    private static final int SHORTEST = "2026-11-22T15:00:00Z".length();
    /** The form that most devices send, with milliseconds and Z: behind the minute come eight bytes. */
    private static final int USUAL = "2026-11-22T15:00:00.125Z".length();

    private static final long USUAL_MARKS = Swar.load(":\0\0.\0\0\0Z".getBytes(StandardCharsets.US_ASCII), 0);
    /** Seconds that surely fit a {@code long} as nanoseconds. */
    private static final long MINUTE_LIMIT = 9_000_000_000L;

    private static final int FRACTION_LIMIT = 9;
    private static final int NO_NUMBER = -100_000;
    private static final long DAY_SECONDS = 86_400;
    private static final long NANOS = 1_000_000_000L;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int[] NANOS_OF = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    /** The minute that was read last, and its seconds since the epoch were it UTC: the next is most often the same. */
    private long date = Swar.load(EPOCH, 0);

    private long hourAndMinute = Swar.load(EPOCH, Long.BYTES);
    private long minute;

    /**
     * Nanoseconds since the epoch. A time beyond what a {@code long} holds (before 1677, after 2262) comes back as the
     * nearest that it holds; a leap second as the first instant of the next day.
     */
    long parse(byte[] b, int from, int to) {
        if (to - from < SHORTEST || b[from + 16] != ':') {
            return INVALID;
        }
        long head = Swar.load(b, from);
        long tail = Swar.load(b, from + Long.BYTES);
        if (head != date || tail != hourAndMinute) {
            long read = minute(b, from);
            if (read == INVALID) {
                return INVALID;
            }
            date = head;
            hourAndMinute = tail;
            minute = read;
        }
        if (to - from == USUAL) {
            long usual = Swar.load(b, from + USUAL - Long.BYTES);
            long digits = usual >>> 8 & 0xFFFFL | usual >>> 16 & 0xFFFFFF0000L;
            if ((usual & 0xFF000000FF0000FFL) == USUAL_MARKS && Swar.digits(digits) == 5) {
                long millis = Swar.decimal(digits, 5);
                if (millis < 60_000 && minute > -MINUTE_LIMIT && minute < MINUTE_LIMIT) {
                    return minute * NANOS + millis * 1_000_000;
                }
            }
        }
        int second = pair(b, from + 17);
        return second < 0 || second > 60 ? INVALID : withFraction(b, from + 19, to, minute + second, second == 60);
    }

    /** Seconds since the epoch of {@code 2026-11-22T15:00}, as if it were UTC. */
    private static long minute(byte[] b, int from) {
        if (b[from + 4] != '-' || b[from + 7] != '-' || (b[from + 10] | 0x20) != 't' || b[from + 13] != ':') {
            return INVALID;
        }
        int year = pair(b, from) * 100 + pair(b, from + 2);
        int month = pair(b, from + 5);
        int day = pair(b, from + 8);
        int hour = pair(b, from + 11);
        int minute = pair(b, from + 14);
        boolean valid = year >= 0 && isDate(year, month, day) && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
        return valid ? epochDay(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 : INVALID;
    }

    private static long withFraction(byte[] b, int from, int to, long seconds, boolean leap) {
        int p = from;
        int nanos = 0;
        if (b[p] == '.') {
            int start = ++p;
            int digit;
            while (p < to && (digit = b[p] - '0' & 0xFF) <= 9) {
                nanos = nanos * 10 + digit;
                p++;
            }
            int digits = p - start;
            if (digits == 0 || digits > FRACTION_LIMIT) {
                return INVALID;
            }
            nanos *= NANOS_OF[digits];
        }
        int offset = offset(b, p, to);
        if (offset == NO_NUMBER) {
            return INVALID;
        }
        long utc = seconds - offset;
        // A leap second is inserted at the end of a UTC day and nowhere else.
        if (leap && Math.floorMod(utc, DAY_SECONDS) != 0) {
            return INVALID;
        }
        return nanoseconds(utc, nanos);
    }

    /** Seconds east of Greenwich, from {@code Z}, {@code +hh:mm} or {@code -hh:mm} to the end. */
    private static int offset(byte[] b, int p, int to) {
        if (to - p == 1) {
            return (b[p] | 0x20) == 'z' ? 0 : NO_NUMBER;
        }
        if (to - p != 6 || (b[p] != '+' && b[p] != '-') || b[p + 3] != ':') {
            return NO_NUMBER;
        }
        int hours = pair(b, p + 1);
        int minutes = pair(b, p + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return NO_NUMBER;
        }
        int seconds = hours * 3600 + minutes * 60;
        return b[p] == '+' ? seconds : -seconds;
    }

    private static long nanoseconds(long seconds, int nanos) {
        if (seconds >= Long.MAX_VALUE / NANOS) {
            return Long.MAX_VALUE;
        }
        if (seconds <= Long.MIN_VALUE / NANOS) {
            return Long.MIN_VALUE + 1;
        }
        return seconds * NANOS + nanos;
    }

    /** Two digits, or a number so negative that every range check fails. */
    private static int pair(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? NO_NUMBER : tens * 10 + ones;
    }

    private static boolean isDate(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= DAYS[month - 1] || (month == 2 && day == 29 && isLeap(year));
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days since 1970-01-01, with March as the first month so that the leap day is the last of its year. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
