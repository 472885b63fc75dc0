// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param type the media type; empty where there is no body
 */
record Answer(int status, String type, Map<String, String> headers, Body body) {

    /** Written while it is sent. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static Answer empty(int status) {
        return new Answer(status, "", new LinkedHashMap<>(), json -> {});
    }

    static Answer json(int status, JsonNode tree) {
        return new Answer(status, MediaRange.JSON, new LinkedHashMap<>(), json -> json.writeTree(tree));
    }

    /** JSON with its context in a header, or JSON-LD with the context in each object. */
    static Answer of(Request request, Scope scope, JsonNode tree) {
        if (request.linkedData()) {
            for (JsonNode part : tree.isArray() ? tree : java.util.List.of(tree)) {
                if (part instanceof ObjectNode object) {
                    object.set("@context", scope.json());
                }
            }
        }
        return streamed(request, scope, json -> json.writeTree(tree));
    }

    /** The same for a body that puts the context in itself. */
    static Answer streamed(Request request, Scope scope, Body body) {
        Answer answer = new Answer(
                200, request.linkedData() ? MediaRange.LD_JSON : MediaRange.JSON, new LinkedHashMap<>(), body);
        if (!request.linkedData()) {
            answer.header("Link", link(scope));
        }
        return answer;
    }

    /** The path of a resource; colons stand as they are, so that who cuts the id off has the id. */
    static String location(String collection, String id) {
        String segment = URLEncoder.encode(id, UTF_8).replace("+", "%20").replace("%3A", ":");
        return NgsiServlet.ROOT + "/" + collection + "/" + segment;
    }

    static String link(Scope scope) {
        return "<" + scope.link().orElseThrow() + ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\""
                + MediaRange.LD_JSON + "\"";
    }

    Answer header(String name, String value) {
        headers.merge(name, value, (a, b) -> a + ", " + b);
        return this;
    }

    Answer status(int other) {
        return new Answer(other, type, headers, body);
    }
}
