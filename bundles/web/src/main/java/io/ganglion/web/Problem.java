// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import javax.servlet.http.HttpServletResponse;

/**
 * Why somebody does not come in, as RFC 7807 writes it.
 *
 * @param type last part of the type's name; pages go by it
 * @param waitSeconds how long to wait; 0 where there is nothing to wait for
 */
record Problem(int status, String type, String title, String detail, long waitSeconds) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail, 0);
    }

    static Problem loginRequired(String detail) {
        return of(401, "login-required", "Log in first", detail);
    }

    /** The page keeps what was typed, asks for the password, and sends it again. */
    static Problem sessionExpired() {
        return of(401, "session-expired", "The session is over", "log in again, then send the same once more");
    }

    static Problem throttled(long waitSeconds, String detail) {
        return new Problem(429, "throttled", "Too many attempts", detail, waitSeconds);
    }

    void send(HttpServletResponse response) throws IOException {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:ganglion:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (waitSeconds > 0) {
            body.put("waitSeconds", waitSeconds);
            response.setHeader("Retry-After", Long.toString(waitSeconds));
        }
        write(status, "application/problem+json", body, response);
    }

    static void write(int status, String type, ObjectNode body, HttpServletResponse response) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
