// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with a system now, and what people should put right in it. Thread-safe. */
final class Troubles {
    private static final int REMEMBERED = 8;

    private String connection = "";
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Map<String, List<String>> several = new LinkedHashMap<>();

    synchronized void well() {
        connection = "";
    }

    synchronized void failed(String message) {
        connection = message;
    }

    synchronized void unknownState(String word) {
        if (unknown.size() < REMEMBERED) {
            unknown.add(word);
        }
    }

    /** The tickets that a key has, the oldest first. */
    synchronized void several(String key, List<String> ids) {
        if (ids.size() < 2) {
            several.remove(key);
        } else if (several.size() < REMEMBERED) {
            several.put(key, List.copyOf(ids));
        }
    }

    synchronized String text() {
        StringBuilder text = new StringBuilder(connection);
        several.forEach((key, ids) -> add(
                text,
                "tickets " + String.join(", ", ids) + " have one key, " + key + ": the oldest, " + ids.get(0)
                        + ", is ours; close the others there as duplicates"));
        if (!unknown.isEmpty()) {
            add(
                    text,
                    "states that nobody mapped: " + String.join(", ", unknown)
                            + "; say what they are, for example states = "
                            + unknown.iterator().next() + "=IN_PROGRESS");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String more) {
        text.append(text.isEmpty() ? "" : "; ").append(more);
    }
}
