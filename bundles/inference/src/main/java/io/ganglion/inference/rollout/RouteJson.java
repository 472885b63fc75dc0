// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans and decisions as JSON. Whatever is not as it was written is an exception. */
final class RouteJson {
    static final ObjectMapper JSON = new ObjectMapper();

    private RouteJson() {}

    static ObjectNode write(Entry entry) {
        Decision decision = entry.decision();
        ObjectNode out = JSON.createObjectNode();
        out.put("number", decision.number());
        out.put("at", decision.at().toString());
        out.put("contract", decision.contract());
        out.put("kind", decision.kind().name());
        decision.champion().ifPresent(model -> out.put("champion", model.toString()));
        out.set("plan", write(decision.plan()));
        out.put("by", decision.by());
        out.put("reason", decision.reason());
        ArrayNode challengers = out.putArray("challengers");
        for (Entry.Challenger challenger : entry.challengers()) {
            ObjectNode one = challengers.addObject();
            one.put("model", challenger.model().toString());
            one.put("slots", challenger.slots());
            challenger.globs().forEach(one.putArray("globs")::add);
        }
        return out;
    }

    static Entry entry(JsonNode in) {
        List<Entry.Challenger> challengers = new ArrayList<>();
        for (JsonNode one : required(in, "challengers")) {
            List<String> globs = new ArrayList<>();
            required(one, "globs").forEach(glob -> globs.add(glob.asText()));
            challengers.add(new Entry.Challenger(
                    ModelId.parse(text(one, "model")), Slots.text(Slots.parse(text(one, "slots"))), globs));
        }
        String contract = text(in, "contract");
        Decision decision = new Decision(
                required(in, "number").asLong(),
                Instant.parse(text(in, "at")),
                contract,
                Decision.Kind.valueOf(text(in, "kind")),
                model(in, "champion"),
                plan(contract, required(in, "plan")),
                text(in, "by"),
                text(in, "reason"));
        return new Entry(decision, challengers);
    }

    static ObjectNode write(Standing standing) {
        ObjectNode out = JSON.createObjectNode();
        out.set("plan", write(standing.plan()));
        ObjectNode slots = out.putObject("slots");
        standing.slots().forEach((model, own) -> slots.put(model.toString(), Slots.text(own)));
        standing.champion().ifPresent(model -> out.put("champion", model.toString()));
        ArrayNode former = out.putArray("former");
        standing.former().forEach(model -> former.add(model.toString()));
        out.put("since", standing.since().toString());
        out.put("configured", standing.configured());
        return out;
    }

    static Standing standing(String contract, JsonNode in) {
        Map<ModelId, BitSet> slots = new LinkedHashMap<>();
        required(in, "slots")
                .fields()
                .forEachRemaining(field -> slots.put(
                        ModelId.parse(field.getKey()),
                        Slots.parse(field.getValue().asText())));
        List<ModelId> former = new ArrayList<>();
        required(in, "former").forEach(model -> former.add(ModelId.parse(model.asText())));
        return new Standing(
                plan(contract, required(in, "plan")),
                slots,
                model(in, "champion"),
                former,
                Instant.parse(text(in, "since")),
                text(in, "configured"));
    }

    private static ObjectNode write(RoutePlan plan) {
        ObjectNode out = JSON.createObjectNode();
        plan.champion().ifPresent(model -> out.put("champion", model.toString()));
        ArrayNode trials = out.putArray("trials");
        for (RoutePlan.Trial trial : plan.trials()) {
            trials.addObject()
                    .put("model", trial.model().toString())
                    .put("mode", trial.mode().name())
                    .put("share", trial.share())
                    .put("tag", trial.tag());
        }
        return out;
    }

    private static RoutePlan plan(String contract, JsonNode in) {
        List<RoutePlan.Trial> trials = new ArrayList<>();
        for (JsonNode trial : required(in, "trials")) {
            trials.add(new RoutePlan.Trial(
                    ModelId.parse(text(trial, "model")),
                    RoutePlan.Mode.valueOf(text(trial, "mode")),
                    required(trial, "share").asDouble(),
                    text(trial, "tag")));
        }
        return new RoutePlan(contract, model(in, "champion"), trials);
    }

    static JsonNode read(byte[] bytes) throws java.io.IOException {
        return JSON.readTree(bytes);
    }

    static String line(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can be written", e);
        }
    }

    static JsonNode required(JsonNode in, String field) {
        JsonNode value = in.get(field);
        if (value == null) {
            throw new IllegalArgumentException("no " + field);
        }
        return value;
    }

    static String text(JsonNode in, String field) {
        return required(in, field).asText();
    }

    private static Optional<ModelId> model(JsonNode in, String field) {
        return Optional.ofNullable(in.get(field)).map(JsonNode::asText).map(ModelId::parse);
    }
}
