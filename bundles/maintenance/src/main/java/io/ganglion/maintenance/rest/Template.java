// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.maintenance.wire.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/** A system's template, read and held against what fills it. The README of this bundle says what its parts mean. */
final class Template {
    private static final int LIMIT = 64 * 1024;
    private static final Set<String> SHIPPED = Set.of("redmine", "atlas", "maximo", "sap", "odoo");
    private static final Set<String> WORDS = Set.of(
            "url",
            "secret",
            "user",
            "basic",
            "key",
            "asset",
            "urn",
            "equipment",
            "severity",
            "title",
            "description",
            "model",
            "evidence",
            "at",
            "id",
            "cause",
            "text",
            "since",
            "offset",
            "now");

    private final JsonNode root;
    private final Map<String, String> settings;

    /** One request of a template. */
    record Request(String method, String path, JsonNode body) {
        static Request of(JsonNode node) {
            Request read = new Request(
                    node.path("method").asText("GET"), node.path("path").asText(), node.path("body"));
            if (!read.path.startsWith("/") || !read.method.matches("GET|POST|PUT|PATCH")) {
                throw new IllegalArgumentException(
                        "a request has a method (GET POST PUT PATCH) and a path that begins with a slash: " + node);
            }
            return read;
        }
    }

    private Template(JsonNode root, Map<String, String> settings) {
        this.root = root;
        this.settings = settings;
    }

    /**
     * Reads a template.
     *
     * @param which the name of a shipped one, or a file
     * @param given settings, which go before the template's own
     */
    static Template read(String which, Map<String, String> given) throws IOException {
        JsonNode root;
        try {
            root = BoundedJson.read(bytes(which));
        } catch (IOException e) {
            throw new IOException("the template " + which + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Set<String> absent = new TreeSet<>();
        root.path("settings").fields().forEachRemaining(one -> {
            String value = given.getOrDefault(one.getKey(), "");
            if (value.isEmpty() && one.getValue().isNull()) {
                absent.add(one.getKey());
            }
            settings.put(one.getKey(), value.isEmpty() ? one.getValue().asText("") : value);
        });
        if (!absent.isEmpty()) {
            throw new IllegalArgumentException("settings are missing: " + String.join(", ", absent));
        }
        Template template = new Template(root, settings);
        template.holdAgainst(which);
        return template;
    }

    private static byte[] bytes(String which) throws IOException {
        if (SHIPPED.contains(which)) {
            try (InputStream in = Template.class.getResourceAsStream(which + ".json")) {
                return in.readAllBytes();
            }
        }
        Path file = Path.of(which);
        if (!Files.isRegularFile(file) || Files.size(file) > LIMIT) {
            throw new IOException(
                    "template is one of " + new TreeSet<>(SHIPPED) + " or a file of at most " + LIMIT + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** That every place is filled by somebody, and every part is there, is seen at the start and not at the first alert. */
    private void holdAgainst(String which) {
        Matcher place = Filling.PLACE.matcher(root.toString());
        while (place.find()) {
            if (!WORDS.contains(place.group(2)) && !settings.containsKey(place.group(2))) {
                throw new IllegalArgumentException(
                        "the template " + which + " has a place that nothing fills: " + place.group());
            }
            if (place.group(3) != null) {
                Form.of(place.group(3));
            }
        }
        for (String part : List.of("create", "find", "read")) {
            Request.of(root.path(part));
        }
        root.path("ticket").forEach(this::holdSpots);
        closing();
        optional("changed");
        optional("probe");
    }

    private void holdSpots(JsonNode part) {
        if (part.isTextual() && part.asText().startsWith("/")) {
            spot(part);
        } else {
            part.forEach(this::holdSpots);
        }
    }

    Map<String, String> settings() {
        return settings;
    }

    Request request(String part) {
        return Request.of(root.path(part));
    }

    Optional<Request> optional(String part) {
        return root.has(part) ? Optional.of(Request.of(root.path(part))) : Optional.empty();
    }

    List<Request> closing() {
        List<Request> requests = new ArrayList<>();
        root.path("close").forEach(one -> requests.add(Request.of(one)));
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a template says how to close a ticket: close");
        }
        return requests;
    }

    /** A part of the template; missing where it has none. */
    JsonNode part(String name) {
        return root.path(name);
    }

    /** A place in the template that says where in an answer to look; settings are filled in. */
    Spot spot(JsonNode part) {
        return Spot.of(new Filling(settings).text(part.asText("")));
    }

    /** One spot, or several of which the first that says something counts. */
    List<Spot> spots(JsonNode part) {
        List<Spot> spots = new ArrayList<>();
        if (part.isArray()) {
            part.forEach(one -> spots.add(spot(one)));
        } else if (part.isTextual()) {
            spots.add(spot(part));
        }
        return spots;
    }
}
