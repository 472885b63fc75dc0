// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.Locale;
import java.util.Optional;

/**
 * Who is connected, and what that may publish and read. Topics and filters are judged as MQTT text, before Artemis
 * sees them.
 */
record Login(String user, Role role) {

    /** What a client is for. */
    enum Role {
        /** Publishes its own telemetry, and reads what is addressed to it by name. */
        DEVICE,
        /** Reads everything of the site and publishes nothing. */
        READER,
        /** Publishes the telemetry of many devices, and reads what became of it. */
        GATEWAY,
        /** Another node: publishes and reads everything of the site. */
        NODE;

        static Optional<Role> of(String word) {
            for (Role role : values()) {
                if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return Optional.of(role);
                }
            }
            return Optional.empty();
        }
    }

    boolean mayPublish(Topics topics, String topic) {
        return switch (role) {
            case READER -> false;
            case NODE -> topics.isName(topic);
            case GATEWAY -> topics.telemetry(topic).isPresent();
            case DEVICE -> topics.telemetry(topic)
                    .map(t -> t.device().equals(user))
                    .orElse(false);
        };
    }

    /** A filter with or without {@code $share/{name}/} in front. */
    boolean maySubscribe(Topics topics, String given) {
        return topics.filter(given)
                .map(filter -> switch (role) {
                    case READER, NODE -> true;
                    case GATEWAY -> isOf(topics, filter, "insight") || isOf(topics, filter, "quarantine");
                    case DEVICE -> isOwn(topics, filter);
                })
                .orElse(false);
    }

    /** Whether a message of this topic may reach the client, whatever it is subscribed to. */
    boolean mayReceive(Topics topics, String topic) {
        return maySubscribe(topics, topic);
    }

    private static boolean isOf(Topics topics, String filter, String kind) {
        return filter.startsWith(topics.root() + kind + "/");
    }

    private boolean isOwn(Topics topics, String filter) {
        String[] levels = filter.substring(topics.root().length()).split("/", -1);
        // The device's name stands literally at its place; a wildcard there would show the neighbours.
        return levels.length == 3
                && (levels[0].equals("insight") || levels[0].equals("quarantine") || levels[0].equals("command"))
                && !levels[1].equals("#")
                && levels[2].equals(user);
    }
}
