// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.shelf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest header as OSGi writes them (core specification, 3.2.4): clauses by ',', parameters by ';', quoted or not. */
final class HeaderClauses {

    private HeaderClauses() {}

    /** @param parameters attributes and directives by name, without type; of one name the last */
    record Clause(String name, Map<String, String> parameters) {}

    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(header, ',')) {
            List<String> parts = split(clause, ';');
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String part : parts.subList(1, parts.size())) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    String name = part.substring(0, equals).strip();
                    int colon = name.indexOf(':');
                    parameters.put(
                            colon < 0 ? name : name.substring(0, colon).strip(), unquoted(part.substring(equals + 1)));
                }
            }
            clauses.add(new Clause(parts.get(0).strip(), parameters));
        }
        return clauses;
    }

    private static String unquoted(String value) {
        String text = value.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static List<String> split(String text, char by) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == by && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
