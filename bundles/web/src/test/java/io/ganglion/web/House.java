// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.osgi.service.http.context.ServletContextHelper;

/** Both contexts on a real port: {@code /closed} says who is there, {@code /open} does too, and the session lies in its place. */
final class House implements AutoCloseable {

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();

    House(WebSettings settings, Path secrets, Clock clock) throws Exception {
        Gate gate = new Gate(settings, secrets, clock);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler();
        handler.addFilter(new FilterHolder(behind(gate.closed())), "/closed", EnumSet.of(DispatcherType.REQUEST));
        handler.addFilter(new FilterHolder(behind(gate.open())), "/open", EnumSet.of(DispatcherType.REQUEST));
        handler.addFilter(
                new FilterHolder(behind(gate.open())), SessionServlet.PATH, EnumSet.of(DispatcherType.REQUEST));
        handler.addServlet(new ServletHolder(gate.session()), SessionServlet.PATH);
        handler.addServlet(new ServletHolder(new Mirror()), "/closed");
        handler.addServlet(new ServletHolder(new Mirror()), "/open");
        server.setHandler(handler);
        server.start();
    }

    /** As the whiteboard calls a context. */
    private static Filter behind(ServletContextHelper context) {
        return new Filter() {
            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                if (context.handleSecurity((HttpServletRequest) request, (HttpServletResponse) response)) {
                    chain.doFilter(request, response);
                }
            }
        };
    }

    /** Says what a servlet learns of its visitor. */
    private static final class Mirror extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String answer = request.getAttribute(ServletContextHelper.REMOTE_USER) + " as "
                    + request.getAttribute(WebLogin.ROLE_ATTRIBUTE);
            response.getOutputStream().write(answer.getBytes(UTF_8));
        }
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> logIn(String user, String password, String... headers) throws Exception {
        HttpRequest.Builder request = to(SessionServlet.PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}"));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** The cookie as a browser sends it back. */
    static String cookie(HttpResponse<String> login) {
        return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    static String word(HttpResponse<String> answer, String field) {
        String mark = "\"" + field + "\":\"";
        int from = answer.body().indexOf(mark) + mark.length();
        return answer.body().substring(from, answer.body().indexOf('"', from));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
