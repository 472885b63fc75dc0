// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.login;

import io.ganglion.api.device.Node;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.context.ServletContextHelper;

/**
 * The whiteboard context {@code ganglion}: no request reaches a servlet in it without a login. A servlet of any bundle
 * joins it by {@code osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=ganglion)}.
 */
@Component(
        service = ServletContextHelper.class,
        property = {
            "osgi.http.whiteboard.context.name=" + WebContext.NAME,
            "osgi.http.whiteboard.context.path=/",
        })
public final class WebContext extends ServletContextHelper {

    /** Its name. */
    public static final String NAME = "ganglion";

    private final WebDoor door;

    @Activate
    public WebContext(BundleContext context, @Reference Node node) {
        this(new WebDoor(new WebCredentials(secrets(context, node).resolve(WebCredentials.FILE)), Clock.systemUTC()));
    }

    public WebContext(WebDoor door) {
        this.door = door;
    }

    private static Path secrets(BundleContext context, Node node) {
        String folder = context.getProperty("ganglion.secrets");
        return folder == null || folder.isEmpty() ? node.data().resolve("secrets") : Path.of(folder);
    }

    @Override
    public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) throws IOException {
        secure(response);
        WebDoor.Judgement judgement = door.judge(request.getHeader("Authorization"), request.getRemoteAddr());
        if (judgement.login().isEmpty()) {
            refuse(judgement, response);
            return false;
        }
        WebLogin login = judgement.login().get();
        request.setAttribute(REMOTE_USER, login.user());
        request.setAttribute(AUTHENTICATION_TYPE, HttpServletRequest.BASIC_AUTH);
        request.setAttribute(WebLogin.ROLE_ATTRIBUTE, login.role().word());
        return true;
    }

    /** No page of another site may use, frame or keep what is answered here. */
    private static void secure(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    private static void refuse(WebDoor.Judgement judgement, HttpServletResponse response) throws IOException {
        boolean wait = judgement.waitSeconds() > 0;
        Problem problem =
                new Problem(wait ? Problem.Kind.TOO_MANY_REQUESTS : Problem.Kind.UNAUTHORIZED, judgement.detail());
        if (wait) {
            response.setHeader("Retry-After", Long.toString(judgement.waitSeconds()));
        } else {
            response.setHeader("WWW-Authenticate", "Basic realm=\"ganglion\", charset=\"UTF-8\"");
        }
        byte[] body = BoundedJson.write(problem.body());
        response.setStatus(problem.kind().status());
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
