// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.Payload;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Finds contract and device in a topic name. Levels are literal, {@code +} (any), {@code {site}} (any), {@code
 * {contract}} or {@code {device}}; a closing {@code #} stands for all that follows.
 */
final class TopicPattern {
    private static final Set<String> PLACES = Set.of("+", "{site}", "{contract}", "{device}");

    private final String[] levels;
    private final boolean open;
    private final String contract;

    /**
     * Where a payload belongs.
     *
     * @param contract the contract it claims
     * @param device the device's name at this site
     */
    record Address(String contract, String device) {}

    /** @param contract the contract of everything that comes, where the topic does not say; empty where it does */
    TopicPattern(String pattern, String contract) {
        String[] all = requireNonNull(pattern, "topic_pattern").split("/", -1);
        this.open = all[all.length - 1].equals("#");
        this.levels = open ? Arrays.copyOf(all, all.length - 1) : all;
        this.contract = requireNonNull(contract, "contract");
        require(pattern, count("{device}") == 1, "has one level {device}");
        require(pattern, count("{contract}") <= 1, "has at most one level {contract}");
        require(
                pattern,
                contract.isEmpty() ? count("{contract}") == 1 : Payload.isName(contract),
                "has a level {contract}, or the setting contract names one");
        for (String level : levels) {
            boolean literal = level.chars().noneMatch(c -> "+#{}".indexOf(c) >= 0);
            require(pattern, literal || PLACES.contains(level), "has whole levels for +, {site}, {contract}, {device}");
        }
    }

    private static void require(String pattern, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("a topic_pattern " + rule + ": topic_pattern=" + pattern);
        }
    }

    private long count(String place) {
        return Arrays.stream(levels).filter(place::equals).count();
    }

    /** The MQTT topic filter of all topics that fit. */
    String filter() {
        StringBuilder filter = new StringBuilder();
        for (String level : levels) {
            filter.append(filter.isEmpty() ? "" : "/").append(level.startsWith("{") ? "+" : level);
        }
        return open ? filter + "/#" : filter.toString();
    }

    /** Where a topic belongs; empty where it does not fit, or names what cannot be a contract's or device's name. */
    Optional<Address> match(String topic) {
        String[] given = topic.split("/", levels.length + 1);
        if (given.length < levels.length || (given.length > levels.length && !open)) {
            return Optional.empty();
        }
        String claimed = contract;
        String device = "";
        for (int i = 0; i < levels.length; i++) {
            switch (levels[i]) {
                case "{device}" -> device = given[i];
                case "{contract}" -> claimed = contract.isEmpty() ? given[i] : contract;
                case "+", "{site}" -> {}
                default -> {
                    if (!levels[i].equals(given[i])) {
                        return Optional.empty();
                    }
                }
            }
        }
        boolean named = Payload.isName(claimed) && Payload.isName(device);
        return named ? Optional.of(new Address(claimed, device)) : Optional.empty();
    }
}
