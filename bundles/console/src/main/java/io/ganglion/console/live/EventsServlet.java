// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.console.rest.Json;
import io.ganglion.console.rest.Problem;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /api/v1/events}: a stream for everybody with a login, as long as that stands. */
public final class EventsServlet extends HttpServlet {

    /** Where it lies. */
    public static final String PATH = "/api/v1/events";

    /** Where the door leaves whether the login still stands. */
    private static final String STANDS_ATTRIBUTE = "io.ganglion.web.stands";

    private static final long serialVersionUID = 1L;
    private static final String RETRY = "retry: 3000\n\n";

    private final transient Streams streams;
    private final transient Supplier<byte[]> overview;

    /** @param overview what everybody is told first */
    public EventsServlet(Streams streams, Supplier<byte[]> overview) {
        this.streams = streams;
        this.overview = overview;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!streams.take()) {
            byte[] body = Json.bytes(new Problem(
                            Problem.Kind.BUSY, "all " + streams.size() + " streams are taken: close a page, or wait")
                    .body());
            response.setStatus(429);
            response.setHeader("Retry-After", "30");
            response.setContentType("application/problem+json");
            response.getOutputStream().write(body);
            return;
        }
        BooleanSupplier stands =
                request.getAttribute(STANDS_ATTRIBUTE) instanceof BooleanSupplier login ? login : () -> true;
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        // A proxy that gathers would hold events back.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext exchange;
        try {
            exchange = request.startAsync();
        } catch (IllegalStateException e) {
            streams.leave();
            throw e;
        }
        exchange.setTimeout(0);
        streams.join(exchange, stands, greeting());
    }

    private byte[] greeting() {
        byte[] retry = RETRY.getBytes(UTF_8);
        byte[] first = streams.event("overview", overview.get());
        byte[] greeting = new byte[retry.length + first.length];
        System.arraycopy(retry, 0, greeting, 0, retry.length);
        System.arraycopy(first, 0, greeting, retry.length, first.length);
        return greeting;
    }
}
