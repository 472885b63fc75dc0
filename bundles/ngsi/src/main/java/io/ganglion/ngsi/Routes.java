// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.ngsi.form.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Which operation answers which method and path. */
final class Routes {

    private static final int SEGMENTS_LIMIT = 8;
    private static final int SEGMENT_LIMIT = 1_024;

    /** An operation. */
    @FunctionalInterface
    interface Operation {
        Answer of(Request request);
    }

    /** @param writes whether it takes more than a viewer's role */
    record Route(String method, List<String> path, boolean writes, Operation operation) {
        boolean leads(List<String> segments) {
            if (segments.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!path.get(i).equals("*") && !path.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        List<String> arguments(List<String> segments) {
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (path.get(i).equals("*")) {
                    arguments.add(segments.get(i));
                }
            }
            return arguments;
        }
    }

    private final List<Route> routes = new ArrayList<>();

    Routes read(String method, String path, Operation operation) {
        return add(method, path, false, operation);
    }

    Routes write(String methods, String path, Operation operation) {
        for (String method : methods.split(" ")) {
            add(method, path, true, operation);
        }
        return this;
    }

    private Routes add(String method, String path, boolean writes, Operation operation) {
        routes.add(new Route(method, List.of(path.split("/")), writes, operation));
        return this;
    }

    /** The segments of a path below the API's root, decoded. */
    static List<String> segments(String path) {
        String[] raw = path.replaceAll("^/+|/+$", "").split("/", SEGMENTS_LIMIT + 1);
        if (raw.length > SEGMENTS_LIMIT || path.length() > SEGMENTS_LIMIT * SEGMENT_LIMIT) {
            throw Problem.notFound("nothing lies so deep; see GET /ngsi-ld/v1/types and /ngsi-ld/v1/entities");
        }
        // A plus sign is itself in a path.
        return Arrays.stream(raw)
                .map(segment -> Parameters.decode(segment.replace("+", "%2B")))
                .toList();
    }

    Route find(String method, List<String> segments) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.leads(segments)) {
                if (route.method().equals(method)) {
                    return route;
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw Problem.notFound("there is no such resource; see GET /ngsi-ld/v1/types and /ngsi-ld/v1/entities");
        }
        throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED, "here this node answers to " + String.join(", ", allowed))
                .header("Allow", String.join(", ", allowed));
    }
}
