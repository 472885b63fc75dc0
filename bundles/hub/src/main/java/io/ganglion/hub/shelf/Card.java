// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.shelf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/** {@code model/card.json} as a lineage, for a model that came as a bundle and not by a trainer's hand. */
public final class Card {

    private static final int METRICS_LIMIT = 100;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(100_000)
                    .build())
            .build());

    private Card() {}

    /** What is not in the card is empty. */
    public static Lineage lineage(byte[] card, String contract) throws IOException {
        JsonNode root = JSON.readTree(card);
        JsonNode origin = root.path("origin");
        Map<String, Double> metrics = new TreeMap<>();
        flatten("", root.path("metrics"), metrics);
        return new Lineage(
                parent(origin.path("parent").asText()),
                contract,
                origin.path("data").asText(),
                origin.path("recipe").asText(),
                origin.path("seed").asLong(),
                origin.path("trainer").asText(),
                platform(root.path("platform")),
                origin.path("cause").asText("build"),
                metrics);
    }

    private static Optional<ModelId> parent(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(ModelId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String platform(JsonNode platform) {
        if (!platform.isObject()) {
            return platform.asText();
        }
        StringJoiner words = new StringJoiner(" ");
        platform.elements().forEachRemaining(word -> words.add(word.asText()));
        return words.toString();
    }

    /** {@code errorHeldOut}, and {@code detections.wear.recall} of an entry whose first text is "wear". */
    private static void flatten(String prefix, JsonNode node, Map<String, Double> metrics) {
        node.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (value.isNumber() && metrics.size() < METRICS_LIMIT) {
                metrics.put(prefix + field.getKey(), value.asDouble());
            } else if (value.isObject()) {
                flatten(prefix + field.getKey() + ".", value, metrics);
            } else if (value.isArray()) {
                value.forEach(one -> flatten(prefix + field.getKey() + "." + title(one) + ".", one, metrics));
            }
        });
    }

    private static String title(JsonNode node) {
        for (JsonNode value : node) {
            if (value.isTextual()) {
                return value.asText();
            }
        }
        return "-";
    }
}
