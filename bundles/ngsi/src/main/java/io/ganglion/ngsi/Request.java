// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Times;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request, bounded and taken apart.
 *
 * @param path as it was sent, without the query
 * @param arguments the variable segments of the path, decoded
 * @param contentType without parameters; empty where there is none
 * @param link the Link headers, joined by commas; empty where there is none
 * @param linkedData whether the answer is to be JSON-LD
 */
record Request(
        String path,
        List<String> arguments,
        Parameters parameters,
        String contentType,
        String link,
        boolean linkedData,
        byte[] body,
        PinnedContexts contexts) {

    private static final Pattern LINK = Pattern.compile("<([^<>]{1,2048})>([^<>,]*)");
    private static final int LINK_LIMIT = 4_096;
    private static final String REL = "http://www.w3.org/ns/json-ld#context";

    /** A body and the context that it, and the answer to it, is to be read by. */
    record Document(JsonNode json, Scope scope) {
        ObjectNode object() {
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw Problem.badData("the body must be a JSON object");
        }
    }

    String argument(int index) {
        return arguments.get(index);
    }

    /** The context of a request without a body. */
    Scope scope() {
        return linked().map(contexts::of).orElseGet(contexts::core);
    }

    private Optional<String> linked() {
        if (link.length() > LINK_LIMIT) {
            throw Problem.invalid("the Link header has at most " + LINK_LIMIT + " characters");
        }
        Matcher matcher = LINK.matcher(link);
        String found = null;
        while (matcher.find()) {
            if (matcher.group(2).contains(REL)) {
                if (found != null) {
                    throw Problem.badData("the Link header names more than one @context");
                }
                found = matcher.group(1);
            }
        }
        return Optional.ofNullable(found);
    }

    /** The body with its context: in it where it is JSON-LD, in the Link header where it is JSON, never both. */
    Document document() {
        boolean inside = contentType.equals(MediaRange.LD_JSON);
        if (!inside && !contentType.equals(MediaRange.JSON) && !contentType.equals("application/merge-patch+json")) {
            throw new Problem(
                    Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
                    "a body is " + MediaRange.JSON + " or " + MediaRange.LD_JSON + ": Content-Type="
                            + Times.shortened(contentType));
        }
        JsonNode json = BoundedJson.read(body);
        Optional<String> linked = linked();
        if (inside) {
            if (linked.isPresent()) {
                throw Problem.badData(
                        "with " + MediaRange.LD_JSON + " the @context is in the body, not in a Link header");
            }
            return new Document(json, bodyScope(json));
        }
        for (JsonNode part : json.isArray() ? json : List.of(json)) {
            if (part.has("@context")) {
                throw Problem.badData("with " + MediaRange.JSON + " the @context is in a Link header; to have it in the"
                        + " body send " + MediaRange.LD_JSON);
            }
        }
        return new Document(json, linked.map(contexts::of).orElseGet(contexts::core));
    }

    private Scope bodyScope(JsonNode json) {
        JsonNode context = json.isArray() ? json.path(0).path("@context") : json.path("@context");
        if (context.isMissingNode()) {
            throw Problem.badData(MediaRange.LD_JSON + " carries its @context in the body; there is none");
        }
        return contexts.of(context);
    }

    /** What an answer is written by: JSON has room for one address only, in its Link header. */
    Scope answering(Scope scope) {
        return linkedData || scope.link().isPresent() ? scope : contexts.core();
    }
}
