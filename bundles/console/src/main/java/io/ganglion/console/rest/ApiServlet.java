// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.console.rest.Route.Photo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in, HTTP out; behind a door that has put user and role into the request. */
public final class ApiServlet extends HttpServlet {

    /** Where the API lies. */
    public static final String ROOT = "/api/v1";

    /** Where the door leaves the role. */
    static final String ROLE_ATTRIBUTE = "io.ganglion.web.role";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.console");
    private static final int BODY_LIMIT = 65_536;
    private static final int QUERY_LIMIT = 8_192;
    private static final int PACKED_FROM = 2_048;

    private final transient List<Route> routes;
    private final transient Clock clock;
    private final transient byte[] document;

    public ApiServlet(Services services, Plant plant, OverviewRoutes overview, Clock clock) {
        this.routes = Table.routes(services, plant, overview);
        this.clock = clock;
        this.document = Json.bytes(OpenApi.document(routes));
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        try {
            send(answer(http), http, response);
        } catch (Problem e) {
            send(e, response);
        } catch (IllegalArgumentException e) {
            send(Problem.invalid(e.getMessage()), response);
        } catch (IllegalStateException e) {
            send(new Problem(Problem.Kind.STATE, e.getMessage()), response);
        } catch (UncheckedIOException e) {
            send(
                    new Problem(
                            Problem.Kind.UNAVAILABLE,
                            "nothing was done, the disk refuses: "
                                    + e.getCause().getMessage()),
                    response);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", http.getMethod(), http.getRequestURI(), e);
            send(new Problem(Problem.Kind.FAILED, "the node failed at this request; its log says more"), response);
        }
    }

    private Answer answer(HttpServletRequest http) throws IOException {
        String path = http.getPathInfo() == null ? "" : http.getPathInfo();
        if (path.equals("/openapi.json") && http.getMethod().equals("GET")) {
            return new Answer.Shown("application/json", document.length, new ByteArrayInputStream(document));
        }
        List<String> segments = segments(http);
        Found found = find(http.getMethod(), path, segments);
        Role role = Role.of(http.getAttribute(ROLE_ATTRIBUTE))
                .orElseThrow(() -> new Problem(Problem.Kind.ROLE, "nobody comes in here without a role"));
        if (role.compareTo(found.route().role()) < 0) {
            throw new Problem(
                    Problem.Kind.ROLE,
                    "this takes the role " + found.route().role().word() + " or one above; " + http.getRemoteUser()
                            + " is a " + role.word());
        }
        int limit = found.route().takes() == Photo.class ? WorkOrders.PHOTO_LIMIT : BODY_LIMIT;
        if (http.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        requireType(http, found.route().takes());
        Request request = new Request(
                found.path(), query(http), http.getRemoteUser(), clock.instant(), () -> bounded(http, limit));
        return found.route().operation().of(request);
    }

    private record Found(Route route, Map<String, String> path) {}

    private Found find(String method, String path, List<String> segments) {
        boolean elsewhere = false;
        for (Route route : routes) {
            Optional<Map<String, String>> match = route.match(segments);
            if (match.isPresent() && route.method().equals(method.equals("HEAD") ? "GET" : method)) {
                return new Found(route, match.get());
            }
            elsewhere |= match.isPresent();
        }
        String shown = RecordReader.shortened(path);
        throw elsewhere
                ? new Problem(Problem.Kind.METHOD, "no " + method + " on " + shown + "; see " + ROOT + "/openapi.json")
                : Problem.notFound("nothing lies at " + shown + "; see " + ROOT + "/openapi.json");
    }

    /** From the path as it was sent: a name may hold an encoded slash or blank. */
    private static List<String> segments(HttpServletRequest http) {
        String raw = http.getRequestURI().substring((http.getContextPath() + http.getServletPath()).length());
        return Arrays.stream(raw.split("/"))
                .skip(1)
                .map(one -> decoded(one.replace("+", "%2B")))
                .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("not percent-encoded as it should be: " + RecordReader.shortened(text));
        }
    }

    private static Map<String, String> query(HttpServletRequest http) {
        String raw = http.getQueryString() == null ? "" : http.getQueryString();
        if (raw.length() > QUERY_LIMIT) {
            throw Problem.invalid("a query has at most " + QUERY_LIMIT + " characters: " + raw.length());
        }
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static void requireType(HttpServletRequest http, Class<?> takes) {
        String type = http.getContentType() == null ? "" : http.getContentType();
        if (takes == Photo.class && !type.startsWith("image/") && !type.startsWith("application/octet-stream")) {
            throw new Problem(
                    Problem.Kind.MEDIA_TYPE,
                    "a photo is image/jpeg, image/png or image/webp: " + RecordReader.shortened(type));
        }
        if (takes != Photo.class && takes != Void.class && !type.startsWith("application/json")) {
            throw new Problem(
                    Problem.Kind.MEDIA_TYPE,
                    "a body is application/json: Content-Type=" + RecordReader.shortened(type));
        }
    }

    private static Problem tooLarge(int limit) {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                limit >= 1 << 20
                        ? "a photo has at most " + (limit >> 20) + " MiB: take it smaller, or cut it"
                        : "a body has at most " + (limit >> 10) + " KiB");
    }

    /** A sender that did not say how much it sends is cut off as well. */
    private static InputStream bounded(HttpServletRequest http, int limit) throws IOException {
        InputStream in = http.getInputStream();
        return new InputStream() {
            private long read;

            @Override
            public int read() throws IOException {
                int one = in.read();
                count(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int some = in.read(into, from, most);
                count(Math.max(0, some));
                return some;
            }

            private void count(int more) {
                read += more;
                if (read > limit) {
                    throw tooLarge(limit);
                }
            }
        };
    }

    private static void send(Answer answer, HttpServletRequest http, HttpServletResponse response) throws IOException {
        if (answer instanceof Answer.Shown shown) {
            try (InputStream content = shown.content()) {
                show(shown, content, response);
            }
            return;
        }
        Answer.Told told = (Answer.Told) answer;
        byte[] body = Json.bytes(told.value());
        response.setStatus(told.status());
        response.setContentType("application/json");
        String accepted = http.getHeader("Accept-Encoding");
        if (body.length >= PACKED_FROM && accepted != null && accepted.contains("gzip")) {
            response.setHeader("Content-Encoding", "gzip");
            try (OutputStream out = new GZIPOutputStream(response.getOutputStream(), 4_096)) {
                out.write(body);
            }
        } else {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static void show(Answer.Shown shown, InputStream content, HttpServletResponse response) throws IOException {
        response.setContentType(shown.mediaType());
        response.setContentLengthLong(shown.bytes());
        // Whatever somebody sent is shown as a picture, and never as a page.
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
        content.transferTo(response.getOutputStream());
    }

    private static void send(Problem problem, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            LOG.warn("an answer broke off: {}", problem.getMessage());
            return;
        }
        byte[] body = Json.bytes(problem.body());
        response.resetBuffer();
        response.setStatus(problem.kind().status());
        if (problem.kind() == Problem.Kind.TOO_LARGE) {
            // What is still on its way is not worth reading.
            response.setHeader("Connection", "close");
        }
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
