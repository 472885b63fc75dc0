// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which devices carry which tag.
 *
 * @param globs by tag: names of devices, {@code *} for any characters, {@code ?} for one
 */
public record Tags(Map<String, List<String>> globs) {
    public static final Tags NONE = new Tags(Map.of());

    public Tags {
        Map<String, List<String>> copy = new TreeMap<>();
        globs.forEach((tag, names) -> copy.put(tag, List.copyOf(names)));
        globs = Map.copyOf(copy);
    }

    /** From {@code canary=pump-1,pump-2?}: one text a tag, its globs separated by commas. */
    public static Tags of(Map<String, String> texts) {
        Map<String, List<String>> globs = new TreeMap<>();
        texts.forEach((tag, text) -> {
            List<String> names = new ArrayList<>();
            for (String glob : text.split(",", -1)) {
                if (!glob.isBlank()) {
                    names.add(glob.strip());
                }
            }
            globs.put(tag, names);
        });
        return new Tags(globs);
    }

    List<String> of(String tag) {
        return globs.getOrDefault(tag, List.of());
    }

    /** One test for names that any of the globs matches. */
    static Pattern pattern(List<String> globs) {
        StringBuilder regex = new StringBuilder();
        for (String glob : globs) {
            regex.append(regex.isEmpty() ? "" : "|");
            for (char c : glob.toCharArray()) {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        // Without globs nothing matches, not even the empty name.
        return Pattern.compile(globs.isEmpty() ? "(?!)" : regex.toString());
    }
}
