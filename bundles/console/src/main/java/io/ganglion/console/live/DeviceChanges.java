// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import io.ganglion.console.rest.Plant;
import io.ganglion.console.rest.Plant.Condition;
import io.ganglion.console.rest.Plant.DeviceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which devices are worth a word since the last time: another condition at once; a score that moved by a tenth of the
 * threshold, or a device not told of for a while, as long as there is room. A thousand devices that all send every second
 * are no thousand changes a second to a person. Not thread-safe.
 */
final class DeviceChanges {

    private static final double MOVED = 0.1;
    private static final long TOLD_AGAIN_MS = 10_000;
    private static final int MOST = 200;

    private final Map<String, Told> told = new HashMap<>();

    private record Told(Condition condition, double excess, long at, Instant lastSeen, Optional<String> alert) {}

    /** As it goes over the line. */
    record Change(
            String name,
            String contract,
            Condition condition,
            double score,
            double threshold,
            Instant lastSeen,
            Optional<String> alert) {}

    /** @param rows the worst first; where there is no room for all, those are told */
    List<Change> since(List<DeviceRow> rows, long now) {
        List<Change> changes = new ArrayList<>();
        for (DeviceRow row : rows) {
            String key = row.contract() + ' ' + row.name();
            Told before = told.get(key);
            boolean turned = before == null
                    || before.condition() != row.condition()
                    || !before.alert().equals(row.alert());
            if (turned || changes.size() < MOST && isNews(row, before, now)) {
                told.put(key, new Told(row.condition(), Plant.excess(row), now, row.lastSeen(), row.alert()));
                changes.add(new Change(
                        row.name(),
                        row.contract(),
                        row.condition(),
                        row.score(),
                        row.threshold(),
                        row.lastSeen(),
                        row.alert()));
            }
        }
        return changes;
    }

    private static boolean isNews(DeviceRow row, Told before, long now) {
        return Math.abs(Plant.excess(row) - before.excess()) >= MOVED
                || now - before.at() >= TOLD_AGAIN_MS && !row.lastSeen().equals(before.lastSeen());
    }

    /** Nobody listens any more: whoever comes is told all anew by the lists. */
    void forget() {
        told.clear();
    }

    boolean isFresh() {
        return told.isEmpty();
    }
}
