// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

/**
 * Which time is asked for.
 *
 * @param from nanoseconds since the epoch, inclusive
 * @param to nanoseconds since the epoch, exclusive
 */
public record TimeRange(long from, long to) {

    /** All time. */
    public static final TimeRange OPEN = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Reads a temporal query (ETSI GS CIM 009, 4.11); texts are empty where they were not given.
     *
     * @throws Problem where it is incomplete, or asks for another time than that of the observation
     */
    public static TimeRange of(String timerel, String timeAt, String endTimeAt, String timeproperty) {
        if (!timeproperty.isEmpty() && !timeproperty.equals("observedAt")) {
            throw Problem.unsupported(
                    "this node keeps rows by the time of observation: timeproperty=" + Times.shortened(timeproperty));
        }
        if (timeAt.isEmpty()) {
            throw Problem.badData("timerel=" + Times.shortened(timerel) + " needs timeAt, like 2026-11-22T15:00:00Z");
        }
        long at = Times.nanos("timeAt", timeAt);
        if (!timerel.equals("between") && !endTimeAt.isEmpty()) {
            throw Problem.badData("endTimeAt belongs to timerel=between: timerel=" + Times.shortened(timerel));
        }
        return switch (timerel) {
            case "before" -> new TimeRange(Long.MIN_VALUE, at);
            case "after" -> new TimeRange(at + 1, Long.MAX_VALUE);
            case "between" -> between(at, endTimeAt);
            default -> throw Problem.badData(
                    "timerel is before, after or between: timerel=" + Times.shortened(timerel));
        };
    }

    private static TimeRange between(long from, String endTimeAt) {
        if (endTimeAt.isEmpty()) {
            throw Problem.badData("timerel=between needs endTimeAt");
        }
        long to = Times.nanos("endTimeAt", endTimeAt);
        if (to < from) {
            throw Problem.badData("endTimeAt must not be before timeAt: endTimeAt=" + Times.shortened(endTimeAt));
        }
        return new TimeRange(from, to);
    }
}
