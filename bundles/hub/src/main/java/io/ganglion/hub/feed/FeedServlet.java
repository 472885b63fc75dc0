// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feature repository over HTTP, to read: {@code /hub/feed/KEY/...} for those who have the URL, {@code /hub/repository/...}
 * for those who log in.
 */
public final class FeedServlet extends HttpServlet {

    /** For those who have the URL. */
    public static final String FEED = "/hub/feed";

    /** For those who log in. */
    public static final String REPOSITORY = "/hub/repository";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.hub");

    private final transient FeatureRepository repository;
    private final transient Optional<FeedKey> key;

    /** @param key that the path must begin with; empty where a door before this one asks for a login */
    public FeedServlet(FeatureRepository repository, Optional<FeedKey> key) {
        this.repository = repository;
        this.key = key;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        String path = String.valueOf(request.getPathInfo());
        try {
            Optional<byte[]> body = answer(path, base(request));
            if (body.isEmpty()) {
                send(response, HttpServletResponse.SC_NOT_FOUND, "text/plain", "not published here\n".getBytes(UTF_8));
            } else {
                send(response, HttpServletResponse.SC_OK, type(path), body.get());
            }
        } catch (IOException e) {
            // The operator reads where; a reader only that.
            LOG.warn("not served: {}", e.getMessage());
            send(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "text/plain",
                    "not served now: what lies here is not what was published; the node's trouble says more\n"
                            .getBytes(UTF_8));
        }
    }

    private Optional<byte[]> answer(String path, String base) throws IOException {
        if (key.isEmpty()) {
            return path.length() < 2 ? Optional.empty() : repository.read(path.substring(1), base);
        }
        String[] parts = path.split("/", 3);
        return parts.length == 3 && key.get().fits(parts[1])
                ? repository.read(parts[2], base + "/" + parts[1])
                : Optional.empty();
    }

    /** As this reader sees us: behind a proxy it is the proxy's name that leads here. */
    private static String base(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        String here = request.getContextPath() + request.getServletPath();
        return url.substring(0, url.indexOf(here, url.indexOf("//") + 2) + here.length());
    }

    private static String type(String path) {
        return path.endsWith(".xml")
                ? "application/xml"
                : path.endsWith(".jar") ? "application/java-archive" : "text/plain";
    }

    private static void send(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
