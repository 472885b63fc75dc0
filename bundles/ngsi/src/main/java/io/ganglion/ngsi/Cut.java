// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.api.series.Rows;
import io.ganglion.ngsi.form.Times;
import java.util.Arrays;
import java.util.List;

/**
 * Where an answer that is too long ends, the same for all its entities, so that the next question can begin there.
 *
 * @param from the oldest time that is answered whole, nanoseconds since the epoch
 * @param to the newest one
 * @param isNeeded whether anything is left out
 */
record Cut(long from, long to, boolean isNeeded) {

    static Cut of(List<Rows> all, TemporalQuestion question, int most) {
        boolean newest = question.lastN() > 0;
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        boolean needed = false;
        for (Rows rows : all) {
            if (rows.more() && rows.size() > 0 && !(newest && question.lastN() <= most)) {
                needed = true;
                to = newest ? to : Math.min(to, rows.times()[rows.size() - 1]);
                from = newest ? Math.max(from, rows.times()[0]) : from;
            }
        }
        return needed
                ? new Cut(Math.max(from, oldest(all)), Math.min(to, newest(all)), true)
                : new Cut(from, to, false);
    }

    private static long oldest(List<Rows> all) {
        return all.stream()
                .filter(rows -> rows.size() > 0)
                .mapToLong(rows -> rows.times()[0])
                .min()
                .orElse(0);
    }

    private static long newest(List<Rows> all) {
        return all.stream()
                .filter(rows -> rows.size() > 0)
                .mapToLong(rows -> rows.times()[rows.size() - 1])
                .max()
                .orElse(0);
    }

    Rows of(Rows rows) {
        int begin = 0;
        int end = rows.size();
        while (isNeeded && begin < end && rows.times()[begin] < from) {
            begin++;
        }
        while (isNeeded && end > begin && rows.times()[end - 1] > to) {
            end--;
        }
        return begin == 0 && end == rows.size()
                ? rows
                : new Rows(
                        rows.attributes(),
                        Arrays.copyOfRange(rows.times(), begin, end),
                        Arrays.copyOfRange(rows.values(), begin, end),
                        Arrays.copyOfRange(rows.replayed(), begin, end),
                        true);
    }

    /** By 6.3.10: from where the answer begins to where it ends, backwards for lastN, and how many were asked for. */
    String contentRange(TemporalQuestion question) {
        if (question.lastN() > 0) {
            return "date-time " + Times.text(to) + "-" + Times.text(from) + "/" + question.lastN();
        }
        long begin = question.range().from() == Long.MIN_VALUE
                ? from
                : question.range().from();
        return "date-time " + Times.text(begin) + "-" + Times.text(to) + "/*";
    }
}
