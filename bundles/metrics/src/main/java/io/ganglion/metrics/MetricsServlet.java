// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /metrics}, and the dashboards and Prometheus's configuration that fit it. Stands behind the node's web door. */
final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** What is beside the figures. */
    static final List<String> FILES = List.of(
            "dashboards/plant.json",
            "dashboards/models.json",
            "dashboards/loop.json",
            "dashboards/node.json",
            "prometheus.yml");

    private final transient PrometheusRegistry registry;
    private final transient ExpositionFormatWriter text = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private final transient ExpositionFormatWriter open = OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(false)
            .build();

    MetricsServlet(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        if (path.isEmpty() || path.equals("/")) {
            figures(request, response);
        } else if (FILES.contains(path.substring(1))) {
            file(path.substring(1), response);
        } else {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().println("here are: /metrics, /metrics/" + String.join(", /metrics/", FILES));
        }
    }

    private void figures(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        ExpositionFormatWriter writer = accept.contains("application/openmetrics-text") ? open : text;
        response.setContentType(writer.getContentType());
        if (Optional.ofNullable(request.getHeader("Accept-Encoding")).orElse("").contains("gzip")) {
            response.setHeader("Content-Encoding", "gzip");
            try (OutputStream out = new GZIPOutputStream(response.getOutputStream())) {
                writer.write(out, registry.scrape());
            }
        } else {
            writer.write(response.getOutputStream(), registry.scrape());
        }
    }

    private static void file(String name, HttpServletResponse response) throws IOException {
        response.setContentType(name.endsWith(".json") ? "application/json" : "application/yaml");
        try (InputStream in = MetricsServlet.class.getResourceAsStream("/" + name)) {
            in.transferTo(response.getOutputStream());
        }
    }
}
