// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.http.context.ServletContextHelper;

/**
 * A whiteboard context. A servlet of any bundle joins one by
 * {@code osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=ganglion)}.
 */
final class WebContext extends ServletContextHelper {

    /** No request reaches a servlet in it without a login, but for the servlet at which one logs in. */
    static final String CLOSED = "ganglion";

    /** Everybody comes in: pages without data, health, and servlets that judge for themselves. Who has a login keeps it. */
    static final String PUBLIC = "ganglion-public";

    private final SignIn signIn;
    private final boolean closed;

    WebContext(SignIn signIn, boolean closed) {
        this.signIn = signIn;
        this.closed = closed;
    }

    @Override
    public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) throws IOException {
        secure(request, response);
        boolean free = !closed || SessionServlet.PATH.equals(request.getRequestURI());
        if (free && request.getHeader("Authorization") == null && request.getHeader("Cookie") == null) {
            return true;
        }
        SignIn.Visitor visitor = signIn.visitor(request);
        if (visitor instanceof SignIn.Known known) {
            request.setAttribute(REMOTE_USER, known.login().user());
            request.setAttribute(AUTHENTICATION_TYPE, known.scheme());
            request.setAttribute(WebLogin.ROLE_ATTRIBUTE, known.login().role().word());
            request.setAttribute(WebLogin.STANDS_ATTRIBUTE, known.stands());
            return true;
        }
        if (!free) {
            refuse(((SignIn.Refused) visitor).problem(), request, response);
        }
        return free;
    }

    /** No page of another site may use, frame or keep what is answered here, and no page of ours runs what it did not bring. */
    private static void secure(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()");
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private static void refuse(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            // To a page a browser must not put its own window for passwords: the page has a form.
            boolean page = request.getHeader("Sec-Fetch-Mode") != null
                    || request.getHeader("Accept-Language") != null
                    || request.getHeader("Cookie") != null;
            response.setHeader(
                    "WWW-Authenticate",
                    page ? "Session realm=\"ganglion\"" : "Basic realm=\"ganglion\", charset=\"UTF-8\"");
        }
        problem.send(response);
    }
}
