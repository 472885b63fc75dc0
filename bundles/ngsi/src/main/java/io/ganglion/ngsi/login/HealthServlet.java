// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.login;

import io.ganglion.api.flow.Flow;
import io.ganglion.ngsi.form.BoundedJson;
import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * For those who watch processes, without a login: {@code /health/live} while the web answers, {@code /health/ready} while
 * the pipeline takes what devices send. Says no more than that.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/health/live",
            "osgi.http.whiteboard.servlet.pattern=/health/ready",
            "osgi.http.whiteboard.servlet.name=ganglion-health",
        })
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    transient volatile Flow flow;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Flow now = flow;
        boolean well = request.getServletPath().endsWith("/live")
                || now != null && now.trouble().isEmpty();
        response.setStatus(well ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream()
                .write(BoundedJson.write(BoundedJson.mapper().createObjectNode().put("status", well ? "up" : "down")));
    }
}
