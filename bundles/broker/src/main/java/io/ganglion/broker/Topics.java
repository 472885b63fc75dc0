// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.device.Payload;
import java.util.Arrays;
import java.util.Optional;

/** The topics of one site, and which names and filters are sound. Plain MQTT: '/' parts levels, '+' and '#' are wild. */
final class Topics {

    /** What a topic or filter may not be longer than, characters. */
    static final int LENGTH_LIMIT = 512;

    private static final String SHARE = "$share/";
    /** Shorter than the client identifiers that Artemis makes up, so that no share is ever named like one. */
    private static final int SHARE_NAME_LIMIT = 32;

    private final String root;
    private final String telemetry;

    Topics(String site) {
        root = "ganglion/" + site + "/";
        telemetry = root + "telemetry/";
    }

    /** A telemetry topic's contract and device. */
    record Telemetry(String contract, String device) {}

    String root() {
        return root;
    }

    Optional<Telemetry> telemetry(String topic) {
        if (!topic.startsWith(telemetry) || !isName(topic)) {
            return Optional.empty();
        }
        int slash = topic.indexOf('/', telemetry.length());
        if (slash < 0) {
            return Optional.empty();
        }
        String contract = topic.substring(telemetry.length(), slash);
        String device = topic.substring(slash + 1);
        return Payload.isName(contract) && Payload.isName(device)
                ? Optional.of(new Telemetry(contract, device))
                : Optional.empty();
    }

    /** Whether a topic belongs to this site and is free of wildcards and of what Artemis reads as its own syntax. */
    boolean isName(String topic) {
        return isSound(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /**
     * A filter that is wider than the site, such as {@code #} or {@code ganglion/+/insight/#}, as far as it reaches into
     * the site: there is nothing else here to read. Any other filter as it is.
     */
    String narrowed(String given) {
        int start = given.startsWith(SHARE) ? given.indexOf('/', SHARE.length()) + 1 : 0;
        String[] levels = given.substring(start).split("/", -1);
        String[] site = root.split("/");
        for (int i = 0; i < site.length; i++) {
            if (i == levels.length - 1 && levels[i].equals("#")) {
                return given.substring(0, start) + root + "#";
            }
            if (i >= levels.length - 1 || !levels[i].equals("+") && !levels[i].equals(site[i])) {
                return given;
            }
        }
        String rest = String.join("/", Arrays.asList(levels).subList(site.length, levels.length));
        return given.substring(0, start) + root + rest;
    }

    /** The filter behind {@code $share/{name}/}, or the filter itself; empty where it is none that this site knows. */
    Optional<String> filter(String given) {
        String filter = given;
        if (given.startsWith(SHARE)) {
            int slash = given.indexOf('/', SHARE.length());
            if (slash <= SHARE.length() || !isShareName(given.substring(SHARE.length(), slash))) {
                return Optional.empty();
            }
            filter = given.substring(slash + 1);
        }
        return isSound(filter) && wildcardsFillLevels(filter) ? Optional.of(filter) : Optional.empty();
    }

    /**
     * Artemis takes "::" for "address::queue" and "\\" for an escape; a name that held one would mean something else
     * there than here.
     */
    private boolean isSound(String topic) {
        return topic.length() <= LENGTH_LIMIT
                && topic.startsWith(root)
                && topic.length() > root.length()
                && !topic.contains("::")
                && topic.indexOf('\\') < 0
                && topic.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == 0xFFFD);
    }

    private static boolean wildcardsFillLevels(String filter) {
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
            if (wild && level.length() > 1 || level.equals("#") && i < levels.length - 1) {
                return false;
            }
        }
        return true;
    }

    static boolean isShared(String filter) {
        return filter.startsWith(SHARE);
    }

    private static boolean isShareName(String name) {
        return !name.isEmpty()
                && name.length() <= SHARE_NAME_LIMIT
                && name.chars().allMatch(c -> c < 0x7F && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }

    /** Whether a filter takes in a topic. No allocation. */
    static boolean matches(String filter, String topic) {
        int f = 0;
        int t = 0;
        while (f < filter.length()) {
            char c = filter.charAt(f);
            if (c == '#') {
                return true;
            }
            int end = levelEnd(topic, t);
            if (c == '+') {
                f++;
            } else {
                int width = levelEnd(filter, f) - f;
                if (width != end - t || !filter.regionMatches(f, topic, t, width)) {
                    return false;
                }
                f += width;
            }
            boolean filterEnds = f >= filter.length();
            boolean topicEnds = end >= topic.length();
            if (filterEnds || topicEnds) {
                // "a/#" takes in "a" itself.
                return topicEnds && (filterEnds || f + 2 == filter.length() && filter.endsWith("/#"));
            }
            f++;
            t = end + 1;
        }
        return t == topic.length();
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
