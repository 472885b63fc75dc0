// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.console.rest.Route.Photo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document, made of the very table that answers. */
final class OpenApi {

    private static final String PROBLEM = "application/problem+json";
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /** What parameters mean, once for all routes. */
    private static final Map<String, String> MEANING = Map.ofEntries(
            Map.entry("from", "First instant: RFC 3339, or a duration before now such as -PT6H"),
            Map.entry("to", "First instant that is not meant any more: the same"),
            Map.entry("at", "An instant: the same"),
            Map.entry("limit", "At most so many, 1 to 1000; 50 without"),
            Map.entry("offset", "Leave out so many first"),
            Map.entry("points", "At most so many points an attribute, 2 to 5000; 500 without"),
            Map.entry("attributes", "Names, parted by commas; all without"),
            Map.entry("envelope", "true: with the least and greatest of each slice"),
            Map.entry("state", "Words, parted by commas"),
            Map.entry("assignee", "A login, or me: its own and nobody's"),
            Map.entry("q", "Part of a device's or contract's name"));

    private final JsonNodeFactory make = JsonNodeFactory.instance;
    private final Schemas schemas = new Schemas();

    static ObjectNode document(List<Route> routes) {
        return new OpenApi().of(routes);
    }

    private ObjectNode of(List<Route> routes) {
        ObjectNode document = make.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Ganglion node")
                .put("version", "1")
                .put(
                        "description",
                        "Log in by HTTP Basic, or by POST /session: then each request that changes something repeats the"
                                + " session's word in X-CSRF-Token. x-role is the least role. Beside these: GET /events,"
                                + " server-sent events overview, device, alert, workorder, sla.");
        document.putArray("servers").addObject().put("url", "/api/v1");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            paths.withObject("/" + route.path().replace("~", "~0").replace("/", "~1"))
                    .set(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
        }
        session(paths);
        ObjectNode components = document.putObject("components");
        schemas.of(Problem.ProblemBody.class);
        components.set("schemas", schemas.named());
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic");
        schemes.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", "ganglion-{port}");
        document.putArray("security").addObject().putArray("basic");
        document.withArray("security").addObject().putArray("session");
        return document;
    }

    private ObjectNode operation(Route route) {
        ObjectNode operation = make.objectNode()
                .put("summary", route.summary())
                .put("x-role", route.role().word());
        Matcher variables = VARIABLE.matcher(route.path());
        while (variables.find()) {
            parameter(operation, variables.group(1), "path");
        }
        route.query().forEach(name -> parameter(operation, name, "query"));
        if (route.takes() != Void.class) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            content(body, route.takes() == Photo.class ? "image/*" : "application/json", route.takes());
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode well = responses.putObject(Integer.toString(route.status())).put("description", "As asked");
        content(well, route.gives() == Photo.class ? "image/*" : "application/json", route.gives());
        content(responses.putObject("default").put("description", "Why not"), PROBLEM, Problem.ProblemBody.class);
        return operation;
    }

    private void content(ObjectNode of, String mediaType, Type type) {
        ObjectNode content = of.putObject("content").putObject(mediaType);
        if (type != Photo.class) {
            content.set("schema", schemas.of(type));
        }
    }

    private void parameter(ObjectNode operation, String name, String in) {
        ObjectNode parameter = operation
                .withArray("parameters")
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", in.equals("path"));
        if (MEANING.containsKey(name)) {
            parameter.put("description", MEANING.get(name));
        }
        parameter.putObject("schema").put("type", "string");
    }

    /** Answered by the bundle web, and told here for those who read one document. */
    private void session(ObjectNode paths) {
        record Login(String user, String password) {}
        record Session(
                String user,
                String role,
                java.util.Optional<String> csrf,
                java.util.Optional<java.time.Instant> expires) {}
        ObjectNode path = paths.putObject("/session");
        for (String method : List.of("get", "post")) {
            ObjectNode operation = path.putObject(method).put("summary", method.equals("get") ? "Who am I" : "Log in");
            if (method.equals("post")) {
                content(operation.putObject("requestBody").put("required", true), "application/json", Login.class);
            }
            ObjectNode responses = operation.putObject("responses");
            content(responses.putObject("200").put("description", "As asked"), "application/json", Session.class);
            responses
                    .putObject("default")
                    .put("description", "Why not")
                    .putObject("content")
                    .putObject(PROBLEM);
        }
        path.putObject("delete")
                .put("summary", "Log out")
                .putObject("responses")
                .putObject("204")
                .put("description", "Logged out");
    }
}
