// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.ngsi.Question;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Times;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where notifications go.
 *
 * @param linkedData whether the context is in the body, rather than in a header
 * @param receiver headers, or entries of the MQTT metadata
 * @param qos of MQTT, 0 to 2
 * @param timeout how long it may take to answer
 */
record Endpoint(URI uri, boolean linkedData, Map<String, String> receiver, int qos, Duration timeout) {

    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final int TIMEOUT_MOST_MILLIS = 30_000;
    private static final int ENTRIES_LIMIT = 16;
    private static final Set<String> KNOWN =
            Set.of("uri", "accept", "timeout", "cooldown", "receiverInfo", "notifierInfo");

    static Endpoint of(JsonNode json, Reach reach) {
        if (!json.isObject()) {
            throw Problem.badData("notification.endpoint must be an object with a uri");
        }
        Subscription.requireKnown(json, KNOWN, "notification.endpoint");
        URI uri = uri(Question.text(json, "uri").orElseThrow(() -> Problem.badData("endpoint.uri is missing")));
        Map<String, String> receiver = entries(json, "receiverInfo");
        boolean linkedData = accept(Question.text(json, "accept").orElse("application/json"));
        Endpoint endpoint = new Endpoint(uri, linkedData, receiver, qos(json), timeout(json));
        reach.require(uri);
        if (!endpoint.isMqtt()) {
            requireHeaders(endpoint);
        }
        return endpoint;
    }

    boolean isMqtt() {
        return uri.getScheme().startsWith("mqtt");
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            boolean mqtt = "mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean topic = uri.getPath() != null && uri.getPath().length() > 1;
            if (text.length() <= 1_024
                    && uri.getHost() != null
                    && uri.getFragment() == null
                    && (http && uri.getUserInfo() == null
                            || mqtt && topic && !uri.getPath().matches(".*[+#\\u0000].*"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, as for a URI of another scheme.
        }
        throw Problem.badData("endpoint.uri is http(s)://host[:port]/path, without a user, or"
                + " mqtt(s)://[user:password@]host[:port]/topic: " + Times.shortened(text));
    }

    private static boolean accept(String type) {
        if (!type.equals("application/json") && !type.equals("application/ld+json")) {
            throw Problem.badData(
                    "endpoint.accept is application/json or application/ld+json: " + Times.shortened(type));
        }
        return type.endsWith("ld+json");
    }

    private static Duration timeout(JsonNode json) {
        JsonNode timeout = json.path("timeout");
        if (timeout.isMissingNode()) {
            return USUAL;
        }
        if (!timeout.canConvertToInt() || timeout.intValue() < 1 || timeout.intValue() > TIMEOUT_MOST_MILLIS) {
            throw Problem.badData(
                    "endpoint.timeout is 1 to " + TIMEOUT_MOST_MILLIS + " ms: " + Times.shortened(timeout.toString()));
        }
        return Duration.ofMillis(timeout.intValue());
    }

    private static int qos(JsonNode json) {
        Map<String, String> notifier = entries(json, "notifierInfo");
        String version = notifier.getOrDefault("MQTT-Version", "mqtt3.1.1");
        String qos = notifier.getOrDefault("MQTT-QoS", "0");
        if (!version.equals("mqtt3.1.1")) {
            throw Problem.unsupported("this node notifies by MQTT-Version mqtt3.1.1: " + Times.shortened(version));
        }
        if (!qos.matches("[012]")) {
            throw Problem.badData("MQTT-QoS is 0, 1 or 2: " + Times.shortened(qos));
        }
        return Integer.parseInt(qos);
    }

    private static Map<String, String> entries(JsonNode json, String name) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (JsonNode entry : json.path(name)) {
            entries.put(
                    Question.text(entry, "key")
                            .orElseThrow(() -> Problem.badData(name + " is an array of key and value")),
                    Question.text(entry, "value").orElse(""));
        }
        if (entries.size() > ENTRIES_LIMIT) {
            throw Problem.badData(name + " has at most " + ENTRIES_LIMIT + " entries");
        }
        return entries;
    }

    private static void requireHeaders(Endpoint endpoint) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri());
            endpoint.receiver().forEach(request::header);
        } catch (IllegalArgumentException e) {
            throw Problem.badData("endpoint.receiverInfo cannot be sent as headers: " + e.getMessage());
        }
    }
}
