// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import io.ganglion.maintenance.wire.SecretFile;
import io.ganglion.maintenance.wire.Wire;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector is configured with.
 *
 * @param name the system's, unique on the node
 * @param template a shipped one's name, or a file
 * @param secretFile the key or password, for its owner alone
 * @param zone of times that name none
 * @param equipment the system's own number of an asset, by the asset's name or URN
 * @param priorities the system's word for a severity, before the template's
 * @param states ours for the system's, before the template's
 * @param hook where webhooks are taken; empty where they are not
 * @param own the template's settings
 */
public record Settings(
        String name,
        String template,
        Wire.Settings wire,
        String user,
        Optional<SecretFile> secretFile,
        ZoneId zone,
        Map<String, String> equipment,
        Map<String, String> priorities,
        Map<String, String> states,
        Optional<SecretFile> hook,
        Map<String, String> own) {
    public Settings {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
            throw new IllegalArgumentException("name is lower case, as in redmine or sap-north: name=" + name);
        }
        equipment = Map.copyOf(equipment);
        priorities = Map.copyOf(priorities);
        states = Map.copyOf(states);
        own = Map.copyOf(own);
    }

    /**
     * From a configuration's keys.
     *
     * @param template by default
     */
    public static Settings of(Map<String, String> keys, String template) {
        String which = keys.getOrDefault("template", "").isEmpty() ? template : keys.get("template");
        String name = keys.getOrDefault("name", "");
        String url = keys.getOrDefault("url", "");
        if (url.isEmpty() || which.isEmpty()) {
            throw new IllegalArgumentException(
                    "settings are missing: url and template; url=" + url + " template=" + which);
        }
        return new Settings(
                name.isEmpty() ? which : name,
                which,
                new Wire.Settings(
                        uri(url),
                        Duration.ofSeconds(number(keys, "timeout_s", 20)),
                        (int) number(keys, "max_answer_bytes", 1 << 20),
                        path(keys, "ca_file"),
                        Boolean.parseBoolean(keys.getOrDefault("plain_http", "false"))),
                keys.getOrDefault("user", ""),
                path(keys, "secret_file").map(file -> new SecretFile("secret_file", file)),
                zone(keys.getOrDefault("zone", "")),
                pairs(keys.getOrDefault("equipment", "")),
                pairs(keys.getOrDefault("priorities", "")),
                pairs(keys.getOrDefault("states", "")),
                path(keys, "hook_secret_file").map(file -> new SecretFile("hook_secret_file", file)),
                keys);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url is no address: " + url, e);
        }
    }

    private static Optional<Path> path(Map<String, String> keys, String key) {
        return Optional.of(keys.getOrDefault(key, ""))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    private static long number(Map<String, String> keys, String key, long otherwise) {
        String text = keys.getOrDefault(key, "");
        try {
            return text.isBlank() ? otherwise : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is a whole number: " + text, e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.isBlank() ? "UTC" : text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone is as in Europe/Berlin: " + text, e);
        }
    }

    /** {@code a=1,b=2}. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String one : text.split(",")) {
            int equals = one.lastIndexOf('=');
            if (equals > 0) {
                pairs.put(
                        one.substring(0, equals).strip(),
                        one.substring(equals + 1).strip());
            } else if (!one.isBlank()) {
                throw new IllegalArgumentException("this is a list of word=word: " + text);
            }
        }
        return pairs;
    }
}
