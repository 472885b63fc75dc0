// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.osgi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;

/** The door and what lies behind it, by a whiteboard that is not Karaf's, on whichever framework this runs. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class SignInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RUNTIME = "org.osgi.service.http.runtime.HttpServiceRuntime";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 30_000)
    Node node;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Where the whiteboard listens; a port of its own choice. */
    private String root() {
        ServiceReference<?> runtime = context.getServiceReference(RUNTIME);
        Object endpoint = runtime == null ? null : runtime.getProperty("osgi.http.endpoint");
        String first = endpoint instanceof String[] all && all.length > 0 ? all[0] : String.valueOf(endpoint);
        return first.startsWith("http") ? first.replaceAll("/$", "") : "";
    }

    private HttpResponse<String> get(String path, String login) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root() + path));
        if (!login.isEmpty()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFirstAdministratorComesIn_andNobodyElseDoes() throws Exception {
        await().atMost(PATIENCE).until(() -> !root().isEmpty());
        await().atMost(PATIENCE).until(() -> get("/api/v1/overview", "").statusCode() == 401);
        Path told = node.data().resolve("secrets").resolve("web-first-login");
        await().atMost(PATIENCE).until(() -> Files.exists(told));
        String login = Files.readString(told).strip().replace(' ', ':');
        await().atMost(PATIENCE).until(() -> get("/api/v1/overview", login).statusCode() == 200);
        assertThat(get("/api/v1/overview", login).body()).contains("\"node\":\"" + node.name() + "\"");
        assertThat(get("/api/v1/session", login).body()).contains("\"role\":\"coe-admin\"");
        assertThat(get("/api/v1/overview", "admin:guess").statusCode()).isEqualTo(401);
    }

    @Test
    void pagesAndHealthAreForEverybody() {
        await().atMost(PATIENCE).until(() -> !root().isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/", "").body()).contains("<title>"));
        HttpResponse<String> page = get("/", "");
        assertThat(page.body()).contains("<title>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        assertThat(get("/health/live", "").body()).isEqualTo("{\"status\":\"up\"}");
    }
}
