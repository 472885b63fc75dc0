// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.hook;

import io.ganglion.api.maintenance.Tickets;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code POST /hooks/SYSTEM}: no login, a signature. It says as little as it can to whoever asks. */
public final class HookServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int LIMIT = 256 * 1024;

    private final transient Function<String, Optional<HookGate>> gates;
    private final transient Supplier<Tickets> tickets;

    /**
     * A servlet.
     *
     * @param gates by a system's name
     * @param tickets null while nobody takes hints
     */
    public HookServlet(Function<String, Optional<HookGate>> gates, Supplier<Tickets> tickets) {
        this.gates = gates;
        this.tickets = tickets;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        String system = path.startsWith("/") ? path.substring(1) : path;
        Optional<HookGate> gate = gates.apply(system);
        if (gate.isEmpty()) {
            answer(response, 404, "no webhooks are taken here");
            return;
        }
        byte[] body = body(request);
        if (body.length > LIMIT) {
            response.setHeader("Connection", "close");
            answer(response, 413, "a webhook has at most " + LIMIT + " bytes");
            return;
        }
        HookGate.Outcome outcome = gate.get().receive(request::getHeader, body);
        if (outcome instanceof HookGate.Refused refused) {
            if (refused.status() == 429 || refused.status() == 503) {
                response.setHeader("Retry-After", "1");
            }
            answer(response, refused.status(), refused.reason());
        } else if (outcome instanceof HookGate.Hint hint) {
            Tickets desk = tickets.get();
            if (desk != null) {
                desk.changed(system, hint.id());
            }
            response.setStatus(204);
        } else {
            response.setStatus(204);
        }
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LIMIT) {
            return new byte[LIMIT + 1];
        }
        try (InputStream in = request.getInputStream()) {
            return in.readNBytes(LIMIT + 1);
        }
    }

    private static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(text);
    }
}
