// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Node;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T02:00:00Z"), ZoneOffset.UTC);

    private final AtomicLong nanos = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;

    private void serve(Source... sources) throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        registry.register(new Gathering(List.of(sources), Duration.ofSeconds(15), nanos::get));
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new MetricsServlet(registry)), "/metrics/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.getURI().resolve(path).toString()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void sourceThatFails_leavesItsFiguresOut_andTheOthersTellTheirs() throws Exception {
        serve(
                new Source("well", false, board -> board.counter("things", "Things", 3, "kind", "a\"b\n")),
                new Source("node", false, board -> NodeFigures.node(board, new Node("n1", "plant1", Path.of("data")))),
                new Source("ill", false, board -> {
                    board.gauge("half", "Half", 1);
                    throw new IllegalStateException("the disk");
                }));

        String text = get("/metrics").body();

        assertThat(text)
                .contains("ganglion_things_total{kind=\"a\\\"b\\n\"} 3.0")
                .contains("ganglion_source_up{source=\"well\"} 1.0")
                .contains("ganglion_source_up{source=\"ill\"} 0.0")
                .contains("ganglion_node_info{node=\"n1\",site=\"plant1\"} 1")
                .doesNotContain("ganglion_half")
                .contains("jvm_memory_used_bytes")
                .contains("process_cpu_seconds_total");
    }

    @Test
    void whatLiesOnTheDisk_isAskedOnlySoOften_howeverManyScrape() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        serve(new Source("slow", true, board -> board.gauge("asked", "Asked", asked.incrementAndGet())));

        get("/metrics");
        assertThat(get("/metrics").body()).contains("ganglion_asked 1.0");
        nanos.addAndGet(Duration.ofSeconds(16).toNanos());
        assertThat(get("/metrics").body()).contains("ganglion_asked 2.0");
    }

    @Test
    void formatIsWhatTheScraperReads() throws Exception {
        serve(new Source("well", false, board -> board.counter("things", "Things", 3)));

        assertThat(get("/metrics").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
        HttpResponse<String> open = get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(get("/metrics", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @Test
    void dashboardsAreServed_andNothingElseFromTheBundle() throws Exception {
        serve();

        for (String file : MetricsServlet.FILES) {
            HttpResponse<String> answer = get("/metrics/" + file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            if (file.endsWith(".json")) {
                assertThat(new ObjectMapper()
                                .readTree(answer.body())
                                .path("panels")
                                .size())
                        .as(file)
                        .isGreaterThan(8);
            }
        }
        assertThat(get("/metrics/META-INF/MANIFEST.MF").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/dashboards/../prometheus.yml/").statusCode()).isEqualTo(404);
    }

    @Test
    void manyDevices_areToldByNameUpToALimit_andAllOfThemInSums() {
        Board board = new Board();
        List<Device> devices = IntStream.range(0, 1_000)
                .mapToObj(n -> new Device(
                        "pump-" + n, "Pump", "mqtt", CLOCK.instant().minusSeconds(n), n, 0, Optional.empty()))
                .toList();

        new DeviceFigures(200, CLOCK).tell(board, () -> devices);

        assertThat(values(board, "ganglion_device_score_ratio")).hasSize(200).containsOnly(Double.NaN);
        assertThat(values(board, "ganglion_devices")).containsExactly(1_000.0);
        assertThat(values(board, "ganglion_devices_silent")).containsExactly(699.0);
        assertThat(values(board, "ganglion_devices_unlisted")).containsExactly(800.0);
    }

    @Test
    void loopTellsZeros_beforeThereIsAnything() {
        Board board = new Board();
        LoopFigures loop = new LoopFigures(Duration.ofDays(30), CLOCK);

        loop.alerts(board, Optional.empty());
        loop.workOrders(board, Optional.empty());
        loop.labels(board, Optional.empty());
        loop.slas(board, Optional.empty());

        assertThat(values(board, "ganglion_alerts_open")).containsExactly(0.0, 0.0, 0.0, 0.0);
        assertThat(values(board, "ganglion_work_orders")).hasSize(4).containsOnly(0.0);
        assertThat(values(board, "ganglion_sla_leg_median_seconds")).hasSize(5).containsOnly(Double.NaN);
        assertThat(values(board, "ganglion_sla_leg_breaches")).hasSize(5).containsOnly(0.0);
        assertThat(values(board, "ganglion_alerts_up")).containsExactly(0.0);
    }

    private static List<Double> values(Board board, String name) {
        return board.snapshots().stream()
                .filter(one -> one.getMetadata().getPrometheusName().equals(name))
                .flatMap(one -> one.getDataPoints().stream())
                .map(point ->
                        ((io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
                .toList();
    }
}
