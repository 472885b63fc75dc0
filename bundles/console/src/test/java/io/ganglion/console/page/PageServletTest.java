// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageServletTest {

    private static final String SCRIPT = "export const x = 1;\n".repeat(200);

    @TempDir
    Path folder;

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "not listed");
        Map<String, URL> files = new HashMap<>();
        for (Map.Entry<String, String> file : Map.of(
                        "/index.html", "<!doctype html><title>Ganglion</title>",
                        "/app.js", SCRIPT,
                        "/app-3fa9c210.js", SCRIPT,
                        "/vendor/uplot-1.6.31/uPlot.js", SCRIPT)
                .entrySet()) {
            Path path = folder.resolve(file.getKey().substring(1).replace('/', '_'));
            Files.writeString(path, file.getValue());
            files.put(file.getKey(), path.toUri().toURL());
        }
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler();
        handler.addServlet(new ServletHolder(new PageServlet(files)), "/*");
        server.setHandler(handler);
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        server.stop();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void theFirstPageLiesAtTheRoot_andIsAskedForAgainEachTime() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<byte[]> again = get("/", "If-None-Match", header(page, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void whatHasItsVersionInItsName_isKeptForAYear() throws Exception {
        assertThat(header(get("/app-3fa9c210.js"), "Cache-Control")).contains("immutable");
        assertThat(header(get("/vendor/uplot-1.6.31/uPlot.js"), "Cache-Control"))
                .contains("immutable");
        assertThat(header(get("/app.js"), "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void whoTakesGzip_getsTheSamePacked() throws Exception {
        HttpResponse<byte[]> packed = get("/app.js", "Accept-Encoding", "gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body().length).isLessThan(SCRIPT.length() / 10);
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(SCRIPT);
        assertThat(header(packed, "ETag")).isNotEqualTo(header(get("/app.js"), "ETag"));
    }

    @Test
    void onlyWhatIsListedIsServed() throws Exception {
        for (String path :
                new String[] {"/secret.txt", "/%2e%2e/secret.txt", "/../secret.txt", "/index.html/x", "/<b>"}) {
            HttpResponse<byte[]> answer = get(path.replace("<", "%3C").replace(">", "%3E"));
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .doesNotContain("not listed")
                    .doesNotContain("<b>");
        }
    }
}
