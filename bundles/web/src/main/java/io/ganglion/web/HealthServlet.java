// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Store;
import java.io.IOException;
import java.util.List;
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
 * the node does what it is there for. What is wrong is said in a word to everybody, in a sentence to those with a login.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/health/live",
            "osgi.http.whiteboard.servlet.pattern=/health/ready",
            "osgi.http.whiteboard.servlet.name=ganglion-health",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + WebContext.PUBLIC + ")",
        })
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    transient volatile Flow flow;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    transient volatile Store store;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    transient volatile Contracts contracts;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    transient volatile Models models;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        List<Readiness.Reason> reasons = request.getServletPath().endsWith("/live")
                ? List.of()
                : Readiness.reasons(flow, store, contracts, models);
        body.put("status", reasons.isEmpty() ? "up" : "down");
        ArrayNode listed = reasons.isEmpty() ? null : body.putArray("reasons");
        for (Readiness.Reason reason : reasons) {
            ObjectNode one = listed.addObject().put("what", reason.what());
            if (request.getAttribute(WebLogin.ROLE_ATTRIBUTE) != null) {
                one.put("detail", reason.detail());
            }
        }
        response.setHeader("Cache-Control", "no-store");
        Problem.write(reasons.isEmpty() ? 200 : 503, "application/json", body, response);
    }
}
