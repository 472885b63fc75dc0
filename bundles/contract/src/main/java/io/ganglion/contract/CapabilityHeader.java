// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Provide-Capability} by OSGi Core 8, section 3.3.6, for use where no framework reads it. */
final class CapabilityHeader {
    private CapabilityHeader() {}

    /** The attributes of each clause in a namespace, types dropped, directives left out. */
    static List<Map<String, String>> parse(String header, String namespace) {
        List<Map<String, String>> found = new ArrayList<>();
        for (String clause : split(header, ',')) {
            List<String> parts = split(clause, ';');
            if (parts.stream().anyMatch(part -> part.equals(namespace))) {
                found.add(attributes(parts));
            }
        }
        return found;
    }

    private static Map<String, String> attributes(List<String> parts) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals <= 0 || part.charAt(equals - 1) == ':') {
                continue;
            }
            String key = part.substring(0, equals).trim();
            int type = key.indexOf(':');
            attributes.put(
                    type < 0 ? key : key.substring(0, type).trim(),
                    unquote(part.substring(equals + 1).trim()));
        }
        return attributes;
    }

    /** Splits at a character that stands outside of quotes. */
    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == at && !quoted) {
                parts.add(text.substring(start, i).trim());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).trim());
        return parts;
    }

    private static String unquote(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }
}
