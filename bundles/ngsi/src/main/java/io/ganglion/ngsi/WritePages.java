// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Terms;
import io.ganglion.ngsi.form.Times;
import java.util.Set;

/**
 * Writing (ETSI GS CIM 009, 6.4 to 6.6 and 6.14 to 6.17), which on this node is telling what was observed: every write is
 * a row of its own time, none changes or removes another.
 */
record WritePages(Knowledge knowledge, Telemetry telemetry) {

    private static final int BATCH_LIMIT = 100;
    private static final String NEW_FACT =
            "what was observed is not deleted: a correction is a new fact, sent with its own time";

    /** What a batch is about. */
    enum Batch {
        CREATE,
        UPSERT,
        UPDATE
    }

    Answer create(Request request) {
        request.parameters().requireKnown(Set.of("local"));
        Request.Document document = request.document();
        ObjectNode entity = document.object();
        String id = Question.text(entity, "id").orElseThrow(() -> Problem.badData("an entity needs an id"));
        requireAbsent(id);
        telemetry.take(entity, document.scope().terms());
        return Answer.empty(201).header("Location", Answer.location("entities", id));
    }

    private void requireAbsent(String id) {
        if (knowledge.find(id).isPresent()) {
            throw new Problem(
                    Problem.Kind.ALREADY_EXISTS,
                    "the entity has rows already: tell more of it by PATCH /entities/{id}/attrs or"
                            + " POST /entityOperations/upsert: " + Times.shortened(id));
        }
    }

    /** New values for an entity that there is. The contract says which must come together. */
    Answer update(Request request) {
        request.parameters().requireKnown(Set.of("local", "options"));
        Request.Document document = request.document();
        ObjectNode fragment = document.object();
        String id = request.argument(0);
        Terms terms = document.scope().terms();
        Knowledge.Known known = knowledge.require(id);
        if (fragment.has("id") && !fragment.path("id").asText().equals(id)) {
            throw Problem.badData("the body's id differs from the URL's: "
                    + Times.shortened(fragment.path("id").asText()));
        }
        if (fragment.has("type")
                && !terms.expand(fragment.path("type").asText())
                        .equals(known.shape().type())) {
            throw Problem.badData("an entity keeps its type: "
                    + Times.shortened(fragment.path("type").asText()));
        }
        fragment.put("id", known.id()).put("type", known.shape().type());
        telemetry.take(fragment, terms);
        return Answer.empty(204);
    }

    Answer batch(Request request, Batch batch) {
        request.parameters().requireKnown(Set.of("local", "options"));
        Request.Document document = request.document();
        if (!document.json().isArray()
                || document.json().isEmpty()
                || document.json().size() > BATCH_LIMIT) {
            throw Problem.badData("the body is an array of 1 to " + BATCH_LIMIT + " entities");
        }
        ArrayNode success = BoundedJson.mapper().createArrayNode();
        ArrayNode created = BoundedJson.mapper().createArrayNode();
        ArrayNode errors = BoundedJson.mapper().createArrayNode();
        for (JsonNode entity : document.json()) {
            String id = entity.path("id").asText();
            try {
                boolean there = take(entity, request, document, batch);
                success.add(id);
                if (!there) {
                    created.add(id);
                }
            } catch (Problem e) {
                errors.addObject().put("entityId", id).set("error", e.body());
            }
        }
        if (!errors.isEmpty()) {
            ObjectNode result = BoundedJson.mapper().createObjectNode();
            result.set("success", success);
            result.set("errors", errors);
            return Answer.json(207, result);
        }
        return created.isEmpty() ? Answer.empty(204) : Answer.json(201, created);
    }

    /** Whether the entity had been there. */
    private boolean take(JsonNode given, Request request, Request.Document document, Batch batch) {
        if (!(given instanceof ObjectNode entity)) {
            throw Problem.badData("an entity is a JSON object");
        }
        String id = Question.text(entity, "id").orElseThrow(() -> Problem.badData("an entity needs an id"));
        boolean there = knowledge.find(id).isPresent();
        if (batch == Batch.CREATE) {
            requireAbsent(id);
        } else if (batch == Batch.UPDATE && !there) {
            throw Problem.notFound("no entity " + Times.shortened(id) + " has rows here");
        }
        Terms terms = entity.has("@context")
                ? request.contexts().of(entity.path("@context")).terms()
                : document.scope().terms();
        telemetry.take(entity, terms);
        return there;
    }

    static Answer refuseDeletion(Request request) {
        throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED, NEW_FACT);
    }

    static Answer refuseRewriting(Request request) {
        throw Problem.unsupported("the past is written by telemetry only: a correction is a new fact, sent with its own"
                + " time by POST /entityOperations/upsert or by its device");
    }

    static Answer refusePart(Request request) {
        throw Problem.unsupported("one attribute alone is no observation: send those that the contract requires by"
                + " PATCH /entities/{id}/attrs");
    }
}
