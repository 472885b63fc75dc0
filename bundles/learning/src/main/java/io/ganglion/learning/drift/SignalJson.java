// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.learning.Drift.Signal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** A signal as a line. */
final class SignalJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SignalJson() {}

    static byte[] line(Signal signal) {
        ObjectNode line = JSON.createObjectNode();
        line.put("contract", signal.contract())
                .put("device", signal.device())
                .put("model", signal.model())
                .put("subject", signal.subject())
                .put("detector", signal.detector())
                .put("at", signal.at().toString())
                .put("row", signal.row())
                .put("before", signal.before())
                .put("after", signal.after())
                .put("statistic", signal.statistic())
                .put("bound", signal.bound());
        try {
            return JSON.writeValueAsString(line).concat("\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a signal is plain numbers and names", e);
        }
    }

    /** @throws IOException where the line holds no signal */
    static Signal parse(String line) throws IOException {
        JsonNode json = JSON.readTree(line);
        try {
            return new Signal(
                    text(json, "contract"),
                    text(json, "device"),
                    text(json, "model"),
                    text(json, "subject"),
                    text(json, "detector"),
                    Instant.parse(text(json, "at")),
                    json.path("row").asLong(),
                    number(json, "before"),
                    number(json, "after"),
                    number(json, "statistic"),
                    number(json, "bound"));
        } catch (DateTimeException e) {
            throw new IOException("no time: " + json.path("at"), e);
        }
    }

    private static String text(JsonNode json, String field) throws IOException {
        if (!json.path(field).isTextual()) {
            throw new IOException("no " + field + " in a signal");
        }
        return json.path(field).asText();
    }

    /** Jackson writes what is no number as text. */
    private static double number(JsonNode json, String field) {
        return json.path(field).isNumber() ? json.path(field).asDouble() : Double.NaN;
    }
}
