// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.learning.process.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The node's policy, and where a model has one of its own. */
final class Policies {
    private final Map<String, String> common;
    private final Map<String, Map<String, String>> own = new HashMap<>();
    private final Set<String> models;

    private Policies(Map<String, String> common, Set<String> models) {
        this.common = common;
        this.models = models;
    }

    /** What a setting lists; a .cfg file gives all entries in one text, parted by commas. */
    static List<String> entries(String... setting) {
        return Arrays.stream(setting)
                .flatMap(entries -> Arrays.stream(entries.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** @throws IllegalArgumentException where a value is out of range or an override names no setting */
    static Policies of(LearningConfig config) {
        Map<String, String> common = values(config);
        Policies policies = new Policies(common, Set.copyOf(entries(config.models())));
        for (String override : entries(config.overrides())) {
            int equals = override.indexOf('=');
            int dot = override.lastIndexOf('.', equals);
            String key = dot < 0 ? "" : override.substring(dot + 1, equals).strip();
            if (!common.containsKey(key)) {
                throw new IllegalArgumentException("an override is MODEL.key=value: " + override + ". Keys: "
                        + String.join(", ", common.keySet()));
            }
            policies.own
                    .computeIfAbsent(override.substring(0, dot).strip(), model -> new HashMap<>())
                    .put(key, override.substring(equals + 1).strip());
        }
        policies.of("");
        policies.own.keySet().forEach(policies::of);
        return policies;
    }

    /** What the annotation says, by the keys that people write. */
    private static Map<String, String> values(LearningConfig config) {
        Map<String, String> values = new TreeMap<>();
        for (Method method : LearningConfig.class.getDeclaredMethods()) {
            if (!method.getReturnType().isArray()) {
                try {
                    values.put(method.getName().replace("__", "_"), String.valueOf(method.invoke(config)));
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalArgumentException("setting " + method.getName() + " cannot be read", e);
                }
            }
        }
        return values;
    }

    /** Whether policy may make it anew; an operator may always. */
    boolean covers(String model) {
        return models.isEmpty() || models.contains(model);
    }

    int keptTrainings() {
        return (int) number(common, "keep_trainings");
    }

    Policy of(String model) {
        Map<String, String> values = new HashMap<>(common);
        values.putAll(own.getOrDefault(model, Map.of()));
        return new Policy(
                new Policy.Triggers(
                        seconds(values, "quiet_s"),
                        minutes(values, "rest_min"),
                        (int) number(values, "drift_devices"),
                        minutes(values, "drift_persistent_min"),
                        Schedule.parse(values.get("schedule")),
                        (int) number(values, "labels"),
                        number(values, "refuted_percent") / 100,
                        (int) number(values, "judged_alerts")),
                new Policy.Budget((int) number(values, "trainings_per_day"), seconds(values, "cpu_s_per_day")),
                new Policy.Span(
                        Duration.ofHours((long) number(values, "window_h")), (int) number(values, "max_rows"), (int)
                                number(values, "min_rows")),
                new Limits(
                        (int) number(values, "heap_mb"),
                        (int) number(values, "native_mb"),
                        (int) number(values, "memory_mb"),
                        seconds(values, "cpu_s"),
                        seconds(values, "wall_s"),
                        (int) number(values, "disk_mb")),
                isWarm(values.get("start")),
                then(values.get("then")),
                number(values, "tolerance_percent") / 100,
                Boolean.parseBoolean(values.get("keep_worse")));
    }

    private static boolean isWarm(String start) {
        return switch (start) {
            case "warm" -> true;
            case "scratch" -> false;
            default -> throw new IllegalArgumentException("start is warm or scratch: " + start);
        };
    }

    private static Policy.Then then(String then) {
        try {
            return Policy.Then.valueOf(then.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("then is register, approve or shadow: " + then, e);
        }
    }

    private static Duration seconds(Map<String, String> values, String key) {
        return Duration.ofSeconds((long) number(values, key));
    }

    private static Duration minutes(Map<String, String> values, String key) {
        return Duration.ofMinutes((long) number(values, key));
    }

    private static double number(Map<String, String> values, String key) {
        try {
            return Double.parseDouble(values.get(key));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number is wanted: " + key + "=" + values.get(key), e);
        }
    }
}
