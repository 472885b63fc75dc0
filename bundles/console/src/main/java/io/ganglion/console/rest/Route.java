// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the table: what may be asked, by whom, and what is promised.
 *
 * @param path below {@code /api/v1}, as {@code /devices/{name}}
 * @param role who may, and everybody above
 * @param summary one line for the document
 * @param query names of the parameters
 * @param takes the record in the body; {@link Photo} for an image, {@code Void} for none
 * @param gives the record in the answer; {@link Photo} for an image
 */
record Route(
        String method,
        String path,
        Role role,
        String summary,
        List<String> query,
        Class<?> takes,
        Type gives,
        int status,
        Operation operation) {

    /** Stands for an image where types are named. */
    interface Photo {}

    /** What is done. */
    interface Operation {
        Answer of(Request request) throws IOException;
    }

    static Route get(String path, String summary, List<String> query, Type gives, Operation operation) {
        return new Route("GET", path, Role.VIEWER, summary, query, Void.class, gives, 200, operation);
    }

    static Route post(
            String path, Role role, String summary, Class<?> takes, Type gives, int status, Operation operation) {
        return new Route("POST", path, role, summary, List.of(), takes, gives, status, operation);
    }

    /** The variable segments, where this is the path. */
    Optional<Map<String, String>> match(List<String> segments) {
        String[] own = path.substring(1).split("/");
        if (own.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < own.length; i++) {
            if (own[i].startsWith("{")) {
                found.put(own[i].substring(1, own[i].length() - 1), segments.get(i));
            } else if (!own[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
