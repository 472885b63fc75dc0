// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.model.ModelId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A lineage as the text that is kept and sealed. */
final class LineageJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LineageJson() {}

    static String write(Lineage lineage) {
        ObjectNode node = JSON.createObjectNode();
        node.put("parent", lineage.parent().map(ModelId::toString).orElse(""));
        node.put("contract", lineage.contract());
        node.put("data", lineage.data());
        node.put("recipe", lineage.recipe());
        node.put("seed", lineage.seed());
        node.put("trainer", lineage.trainer());
        node.put("platform", lineage.platform());
        node.put("cause", lineage.cause());
        ObjectNode metrics = node.putObject("metrics");
        // As text: JSON has no NaN, and the digits stay what they were.
        new TreeMap<>(lineage.metrics()).forEach((name, value) -> metrics.put(name, value.toString()));
        return node.toString();
    }

    static Lineage read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, Double> metrics = new TreeMap<>();
            node.path("metrics")
                    .fields()
                    .forEachRemaining(one -> metrics.put(
                            one.getKey(), Double.valueOf(one.getValue().asText())));
            String parent = node.path("parent").asText();
            return new Lineage(
                    parent.isEmpty() ? Optional.empty() : Optional.of(ModelId.parse(parent)),
                    node.path("contract").asText(),
                    node.path("data").asText(),
                    node.path("recipe").asText(),
                    node.path("seed").asLong(),
                    node.path("trainer").asText(),
                    node.path("platform").asText(),
                    node.path("cause").asText(),
                    metrics);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("a lineage in the registry cannot be read: " + e.getMessage(), e);
        }
    }
}
