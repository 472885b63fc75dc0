// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Serves the front end without a login: it holds no data, and somebody has to see the page on which they log in. What it
 * serves is listed once, at the start; no path of a request ever becomes a path of a file.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.servlet.name=ganglion-console-pages",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=ganglion-public)",
        })
public final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String ROOT = "/web";

    private final transient Map<String, URL> files;
    private final transient Map<String, Page> pages = new ConcurrentHashMap<>();

    @Activate
    public PageServlet(BundleContext context) {
        this(filesOf(context.getBundle()));
    }

    /** @param files by the path under which each is served, beginning with a slash */
    public PageServlet(Map<String, URL> files) {
        this.files = Map.copyOf(files);
    }

    private static Map<String, URL> filesOf(Bundle bundle) {
        Map<String, URL> files = new HashMap<>();
        var entries = bundle.findEntries(ROOT, "*", true);
        for (URL entry : entries == null ? Collections.<URL>emptyList() : Collections.list(entries)) {
            String path = entry.getPath();
            if (!path.endsWith("/")) {
                files.put(path.substring(path.indexOf(ROOT + "/") + ROOT.length()), entry);
            }
        }
        return files;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String given = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        // Of the root some containers say neither servlet path nor path info.
        String asked = given.isEmpty() ? "/" : given;
        String path = asked.endsWith("/") ? asked + "index.html" : asked;
        URL file = files.get(path);
        if (file == null) {
            absent(asked, response);
            return;
        }
        send(pages.computeIfAbsent(path, key -> Page.read(key, file)), request, response);
    }

    private static void send(Page page, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accepted = request.getHeader("Accept-Encoding");
        boolean packed = page.packed().length > 0 && accepted != null && accepted.contains("gzip");
        String tag = '"' + page.tag() + (packed ? "-gz" : "") + '"';
        response.setHeader("ETag", tag);
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("Cache-Control", page.lasting() ? "public, max-age=31536000, immutable" : "no-cache");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] body = packed ? page.packed() : page.body();
        response.setContentType(page.type());
        if (packed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void absent(String path, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/problem+json");
        String shown = path.length() > 200 ? path.substring(0, 200) : path;
        response.getOutputStream()
                .write(("{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,\"detail\":\"nothing lies at "
                                + shown.replaceAll("[^A-Za-z0-9/._-]", "?")
                                + "; the pages begin at /, the interface at /api/v1/openapi.json\"}")
                        .getBytes(UTF_8));
    }
}
