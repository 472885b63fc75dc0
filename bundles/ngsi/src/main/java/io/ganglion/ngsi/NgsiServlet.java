// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.ngsi.Routes.Route;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in, HTTP out; behind a door that has put the user's role into the request. */
final class NgsiServlet extends HttpServlet {

    /** Where the API lies. */
    static final String ROOT = "/ngsi-ld/v1";

    /** Where the door of the bundle {@code web} leaves the user's role. */
    static final String ROLE_ATTRIBUTE = "io.ganglion.web.role";

    private static final String VIEWER = "viewer";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.ngsi");

    private final transient Routes routes;
    private final transient PinnedContexts contexts;
    private final transient Pace pace;
    private final int maxBodyBytes;

    NgsiServlet(Routes routes, PinnedContexts contexts, Pace pace, int maxBodyBytes) {
        this.routes = routes;
        this.contexts = contexts;
        this.pace = pace;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        try {
            send(answer(http), response);
        } catch (Problem e) {
            send(e, response);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", http.getMethod(), http.getRequestURI(), e);
            send(
                    new Problem(Problem.Kind.INTERNAL_ERROR, "the node failed at this request; its log says more"),
                    response);
        }
    }

    private Answer answer(HttpServletRequest http) throws IOException {
        List<String> segments = Routes.segments(
                http.getRequestURI().substring((http.getContextPath() + http.getServletPath()).length()));
        Route route = routes.find(http.getMethod(), segments);
        requireRole(http, route);
        if (!pace.allows(http.getRemoteUser() == null ? "" : http.getRemoteUser())) {
            throw new Problem(Problem.Kind.TOO_MANY_REQUESTS, "too many requests of this user: wait a second")
                    .header("Retry-After", "1");
        }
        if (http.getHeader("NGSILD-Tenant") != null) {
            throw new Problem(
                    Problem.Kind.NO_MULTI_TENANT_SUPPORT, "a node serves one site; send no NGSILD-Tenant header");
        }
        Request request = new Request(
                http.getRequestURI(),
                route.arguments(segments),
                Parameters.of(http.getQueryString()),
                MediaRange.bare(http.getContentType()),
                String.join(",", Collections.list(http.getHeaders("Link"))),
                MediaRange.wantsLinkedData(String.join(",", Collections.list(http.getHeaders("Accept")))),
                body(http),
                contexts);
        return route.operation().of(request);
    }

    /** Roles are the door's: whoever has one reads, and all but a viewer tell what was observed. */
    private static void requireRole(HttpServletRequest http, Route route) {
        if (!(http.getAttribute(ROLE_ATTRIBUTE) instanceof String role)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "nobody comes in here without a role");
        }
        if (route.writes() && role.equals(VIEWER)) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN,
                    "this takes the role technician or one above; " + http.getRemoteUser() + " is a " + role);
        }
    }

    /** Bounded before anybody parses it. */
    private byte[] body(HttpServletRequest http) throws IOException {
        if (http.getContentLengthLong() > maxBodyBytes) {
            throw tooLarge();
        }
        try (InputStream in = http.getInputStream()) {
            byte[] body = in.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                throw tooLarge();
            }
            return body;
        }
    }

    private Problem tooLarge() {
        return new Problem(Problem.Kind.TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes")
                .header("Connection", "close");
    }

    private static void send(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (!answer.type().isEmpty()) {
            response.setContentType(answer.type());
            try (JsonGenerator json = BoundedJson.mapper().createGenerator(response.getOutputStream())) {
                answer.body().write(json);
            }
        }
    }

    private static void send(Problem problem, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            LOG.warn("an answer broke off: {}", problem.getMessage());
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.kind().status());
        problem.headers().forEach(response::setHeader);
        response.setContentType("application/problem+json");
        response.getOutputStream().write(BoundedJson.write(problem.body()));
    }
}
