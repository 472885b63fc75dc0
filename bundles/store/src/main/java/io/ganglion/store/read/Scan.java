// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Rows of several runs as one, by time, from either end; those of one time in the order of arrival. A run is opened when
 * the time comes to it, and most of the time there is one open.
 */
final class Scan {

    private final boolean backwards;
    private final Deque<Run> ahead;
    private final PriorityQueue<Run> open;
    private Run current;

    /** @param runs each sorted by time in itself */
    Scan(List<Run> runs, boolean backwards) {
        this.backwards = backwards;
        Comparator<Run> byEdge =
                backwards ? Comparator.comparingLong(Run::last).reversed() : Comparator.comparingLong(Run::first);
        ahead = new ArrayDeque<>(runs.stream().sorted(byEdge).toList());
        Comparator<Run> byHead = Comparator.comparingLong(Run::time).thenComparingLong(Run::rank);
        open = new PriorityQueue<>(backwards ? byHead.reversed() : byHead);
    }

    /** The run that stands at the next row; {@code null} at the end. */
    Run next() throws SQLException {
        if (current != null && !current.move()) {
            current = null;
        }
        if (current != null && !isOvertaken()) {
            return current;
        }
        if (current != null) {
            open.add(current);
        }
        admit();
        current = open.poll();
        return current;
    }

    private boolean isOvertaken() {
        long time = current.time();
        Run next = ahead.peek();
        if (next != null && (backwards ? next.last() >= time : next.first() <= time)) {
            return true;
        }
        Run other = open.peek();
        return other != null && (backwards ? other.time() >= time : other.time() <= time);
    }

    private void admit() throws SQLException {
        while (!ahead.isEmpty()
                && (open.isEmpty() || reaches(ahead.peek(), open.peek().time()))) {
            Run run = ahead.poll();
            if (run.open(backwards)) {
                open.add(run);
            }
        }
    }

    private boolean reaches(Run run, long time) {
        return backwards ? run.last() >= time : run.first() <= time;
    }
}
