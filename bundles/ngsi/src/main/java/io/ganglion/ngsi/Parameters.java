// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Times;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The query of a URL: each name once, at most 32 of them. */
record Parameters(Map<String, String> values) {

    private static final int COUNT_LIMIT = 32;
    private static final int LENGTH_LIMIT = 8_192;
    private static final int LIST_LIMIT = 256;

    static Parameters of(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return new Parameters(values);
        }
        String[] pairs = query.split("&", COUNT_LIMIT + 1);
        if (pairs.length > COUNT_LIMIT || query.length() > LENGTH_LIMIT) {
            throw Problem.invalid(
                    "a URL has at most " + COUNT_LIMIT + " parameters and " + LENGTH_LIMIT + " characters of them");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw Problem.invalid("a parameter can be given once: " + Times.shortened(name));
            }
        }
        return new Parameters(values);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("not a valid escape in the URL: " + Times.shortened(text));
        }
    }

    /** Refuses what the operation does not know: a parameter that is silently ignored answers another question. */
    void requireKnown(Set<String> names) {
        for (String name : values.keySet()) {
            if (Set.of("georel", "geometry", "coordinates", "geoproperty", "scopeQ", "csf")
                    .contains(name)) {
                throw Problem.unsupported("this node keeps neither places, scopes nor other sources: parameter " + name
                        + " is not supported");
            }
            if (!names.contains(name)) {
                throw Problem.invalid("unknown parameter " + Times.shortened(name) + "; known here: "
                        + names.stream().sorted().collect(Collectors.joining(" ")));
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Values between commas; none where the parameter is absent. */
    List<String> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        List<String> list = Arrays.stream(text(name).split(",", LIST_LIMIT + 1))
                .map(String::strip)
                .toList();
        if (list.size() > LIST_LIMIT || list.stream().anyMatch(String::isEmpty)) {
            throw Problem.badData(name + " is a list of 1 to " + LIST_LIMIT + " values between commas");
        }
        return list;
    }

    int number(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text(name));
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw Problem.badData(name + " must be a number from " + least + " to " + most + ": " + name + "="
                + Times.shortened(text(name)));
    }

    boolean flag(String name) {
        String value = text(name);
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw Problem.badData(name + " is true or false: " + name + "=" + Times.shortened(value));
        }
        return value.equals("true");
    }

    /** The same query with one value changed, as a URL writes it. */
    String with(String name, int value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, Integer.toString(value));
        return changed.entrySet().stream()
                .map(entry ->
                        URLEncoder.encode(entry.getKey(), UTF_8) + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
