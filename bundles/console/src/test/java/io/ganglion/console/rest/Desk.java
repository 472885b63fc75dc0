// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.console.live.EventsServlet;
import io.ganglion.console.live.Happenings;
import io.ganglion.console.live.Heart;
import io.ganglion.console.live.Streams;
import io.ganglion.web.Gate;
import io.ganglion.web.PasswordHash;
import io.ganglion.web.WebSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.osgi.service.http.context.ServletContextHelper;

/** The surface on a real port, behind the real door; the services behind it are a {@link Workshop}. */
public final class Desk implements AutoCloseable {

    private static final Path SECRETS = secrets();

    /** One for all tests: it remembers who was right, and a hash takes its time. */
    private static final Gate GATE = new Gate(WebSettings.DEFAULTS, SECRETS, Clock.systemUTC());

    final Workshop workshop = new Workshop();
    private final Clock clock = Clock.fixed(Workshop.NOW, ZoneOffset.UTC);
    private final Plant plant = new Plant(workshop, clock);
    private final Pulse pulse = new Pulse();
    private final OverviewRoutes overview = new OverviewRoutes(workshop, plant, pulse, clock, "0.1.0");
    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();

    public final Streams streams;
    public final Heart heart;
    public final Happenings happenings;

    public Desk(int streamsLimit, int bytesLimit) {
        streams = new Streams(streamsLimit, bytesLimit);
        heart = new Heart(workshop, plant, overview, pulse, streams, clock);
        happenings = new Happenings(streams, plant, overview);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler();
        FilterHolder door = new FilterHolder(behind(GATE.closed()));
        door.setAsyncSupported(true);
        handler.addFilter(door, "/api/v1/*", EnumSet.of(DispatcherType.REQUEST));
        handler.addServlet(new ServletHolder(new ApiServlet(workshop, plant, overview, clock)), ApiServlet.ROOT + "/*");
        ServletHolder events = new ServletHolder(new EventsServlet(streams, () -> overview.event(plant.rows())));
        events.setAsyncSupported(true);
        handler.addServlet(events, EventsServlet.PATH);
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Desk() {
        this(50, 1 << 20);
    }

    private static Filter behind(ServletContextHelper context) {
        return new Filter() {
            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                HttpServletRequest http = (HttpServletRequest) request;
                if (context.handleSecurity(http, (HttpServletResponse) response)) {
                    chain.doFilter(named(http), response);
                }
            }
        };
    }

    /** The whiteboard makes the attribute the remote user. */
    private static HttpServletRequest named(HttpServletRequest http) {
        return new javax.servlet.http.HttpServletRequestWrapper(http) {
            @Override
            public String getRemoteUser() {
                return (String) http.getAttribute(ServletContextHelper.REMOTE_USER);
            }
        };
    }

    private static Path secrets() {
        try {
            Path folder = Files.createTempDirectory("console-logins");
            folder.toFile().deleteOnExit();
            writeLogins(folder, List.of("viewer", "technician", "operator", "model-owner"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeLogins(Path folder, List<String> users) throws IOException {
        Path file = folder.resolve("web-credentials");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        PasswordHash hash = PasswordHash.of("secret".toCharArray());
        Files.writeString(
                file,
                users.stream()
                        .map(user -> user + ":" + user + ":" + hash + "\n")
                        .collect(Collectors.joining()));
        file.toFile().deleteOnExit();
    }

    /** While nobody may come in. */
    public void withoutLogins(Runnable act) throws IOException {
        Path file = SECRETS.resolve("web-credentials");
        Path aside = SECRETS.resolve("aside");
        Files.move(file, aside);
        try {
            act.run();
        } finally {
            Files.move(aside, file);
        }
    }

    public HttpRequest.Builder as(String user, String path) {
        String login = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + ApiServlet.ROOT + path))
                .header("Authorization", "Basic " + login);
    }

    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(as("viewer", path));
    }

    HttpResponse<String> post(String user, String path, String json) {
        return send(as(user, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
