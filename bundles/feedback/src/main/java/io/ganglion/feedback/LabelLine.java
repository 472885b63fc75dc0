// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A label as a line: eight digits of CRC-32C over the rest, a space, and JSON. */
final class LabelLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SUM = 8;

    private LabelLine() {}

    static byte[] write(Label label) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", label.id())
                .put("contract", label.contract())
                .put("device", label.device())
                .put("from", label.from().toString())
                .put("to", label.to().toString())
                .put("finding", label.finding().name())
                .put("cause", label.cause())
                .put("by", label.by())
                .put("at", label.at().toString());
        label.model().ifPresent(model -> json.put("model", model.toString()));
        try {
            String text = JSON.writeValueAsString(json);
            return (sum(text) + " " + text + "\n").getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a label is plain text", e);
        }
    }

    /** @throws IOException where the line is damaged or holds no label */
    static Label read(String line) throws IOException {
        if (line.length() <= SUM + 1 || !line.startsWith(sum(line.substring(SUM + 1)) + " ")) {
            throw new IOException("its checksum is wrong");
        }
        JsonNode json = JSON.readTree(line.substring(SUM + 1));
        try {
            return new Label(
                    text(json, "id"),
                    text(json, "contract"),
                    text(json, "device"),
                    Instant.parse(text(json, "from")),
                    Instant.parse(text(json, "to")),
                    Finding.valueOf(text(json, "finding")),
                    text(json, "cause"),
                    Optional.ofNullable(json.get("model")).map(model -> ModelId.parse(model.asText())),
                    text(json, "by"),
                    Instant.parse(text(json, "at")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("it holds no label: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field) throws IOException {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new IOException("it has no " + field);
        }
        return value.asText();
    }

    private static String sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
