// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.wire;

import io.ganglion.api.maintenance.MaintenanceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * HTTP to one server. A call ends within its time-out, body included, and its answer has a greatest length. Redirects are
 * not followed: a credential goes to the host that was configured and to no other. Thread-safe.
 */
public final class Wire {
    private final Settings settings;
    private final HttpClient client;

    /**
     * How to reach it.
     *
     * @param base without the path of a call, for example {@code https://redmine.plant.example}
     * @param timeout of a whole call
     * @param maxAnswerBytes longer answers are not read to their end
     * @param caFile PEM authorities to believe instead of the JVM's
     * @param plain whether HTTP without TLS may leave this machine
     */
    public record Settings(URI base, Duration timeout, int maxAnswerBytes, Optional<Path> caFile, boolean plain) {
        public Settings {
            boolean tls = "https".equals(base.getScheme());
            if (base.getHost() == null || !tls && !"http".equals(base.getScheme())) {
                throw new IllegalArgumentException("url is no http(s) address with a host: " + base);
            }
            if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null) {
                throw new IllegalArgumentException("url has no query, fragment or login: https://host[:port][/path]");
            }
            if (!tls && !plain && !isLoopback(base.getHost())) {
                throw new IllegalArgumentException("url leaves this machine without TLS: " + base
                        + "; use https, or set plain_http=true where the way is safe otherwise");
            }
            if (timeout.isNegative() || timeout.isZero() || maxAnswerBytes <= 0) {
                throw new IllegalArgumentException(
                        "time-out and answer limit are positive: timeout=" + timeout + " bytes=" + maxAnswerBytes);
            }
        }

        private static boolean isLoopback(String host) {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            // Names are not looked up: what a name means is for others to decide.
            return bare.equals("localhost")
                    || bare.matches("127(\\.\\d{1,3}){3}")
                    || bare.contains(":") && isLoopbackAddress(bare);
        }

        private static boolean isLoopbackAddress(String literal) {
            try {
                return InetAddress.getByName(literal).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    public Wire(Settings settings) throws IOException {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        if (settings.caFile().isPresent()) {
            builder.sslContext(Authorities.of(settings.caFile().get()));
        }
        client = builder.build();
    }

    /**
     * One request, one answer.
     *
     * @param path begins with a slash, encoded
     * @param body null for none
     */
    public Answer send(String method, String path, Map<String, String> headers, byte[] body)
            throws MaintenanceException {
        String base = settings.base().toString();
        URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        String from = method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request.build(), head -> new BoundedBody(settings.maxAnswerBytes()));
        try {
            // The client's own time-out ends with the head; a body that drips is bounded here.
            HttpResponse<byte[]> answer = call.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(from, answer.statusCode(), answer.headers(), answer.body());
        } catch (TimeoutException e) {
            call.cancel(true);
            throw MaintenanceException.later(from + " did not answer within " + settings.timeout(), e);
        } catch (ExecutionException e) {
            throw failed(from, e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw MaintenanceException.later(from + " was interrupted", e);
        }
    }

    private MaintenanceException failed(String from, Throwable cause) {
        if (cause instanceof BoundedBody.TooLong) {
            return MaintenanceException.refused(
                    from + ": " + cause.getMessage() + "; raise max_answer_bytes, or see what is at that url");
        }
        if (cause instanceof HttpTimeoutException) {
            return MaintenanceException.later(from + " did not answer within " + settings.timeout(), cause);
        }
        if (cause instanceof ConnectException) {
            return MaintenanceException.later(from + ": nobody listens there", cause);
        }
        if (cause instanceof SSLException) {
            return MaintenanceException.later(
                    from + ": TLS failed, " + cause.getMessage() + "; check ca_file and the host's name", cause);
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return MaintenanceException.later(from + " broke off: " + Answer.clean(message), cause);
    }
}
