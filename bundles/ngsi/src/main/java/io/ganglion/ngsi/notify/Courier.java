// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import io.ganglion.api.flow.Outlet;
import io.ganglion.ngsi.form.BoundedJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Carries notices to endpoints. Thread-safe; a delivery never runs on its caller's thread. */
final class Courier implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Supplier<Outlet> outlet;
    private final Reach reach;
    private final ExecutorService threads;
    private final Map<String, MqttClient> brokers = new ConcurrentHashMap<>();
    private HttpClient http;

    /** @param threads for waiting on endpoints; as many as there are endpoints that wait */
    Courier(Supplier<Outlet> outlet, Reach reach, ExecutorService threads) {
        this.outlet = outlet;
        this.reach = reach;
        this.threads = threads;
    }

    /** Ends well when the endpoint has it. */
    CompletableFuture<Void> deliver(Endpoint endpoint, Notice notice) {
        if (!endpoint.isMqtt()) {
            return post(endpoint, notice);
        }
        return CompletableFuture.runAsync(
                () -> {
                    byte[] message = notice.withMetadata(endpoint.receiver());
                    if (reach.isOwnBroker(endpoint.uri())) {
                        publishHere(endpoint.uri(), message);
                    } else {
                        publish(endpoint, message);
                    }
                },
                threads);
    }

    private CompletableFuture<Void> post(Endpoint endpoint, Notice notice) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .timeout(endpoint.timeout())
                .header("Content-Type", notice.type())
                .POST(HttpRequest.BodyPublishers.ofByteArray(BoundedJson.write(notice.body())));
        if (!notice.link().isEmpty()) {
            request.header("Link", notice.link());
        }
        endpoint.receiver().forEach(request::header);
        return client().sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                .thenAccept(Courier::requireSuccess);
    }

    /** What the endpoint has to say beyond its status is not read: it might never end. */
    private static void requireSuccess(HttpResponse<InputStream> response) {
        try (InputStream unread = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw new CompletionException(new IOException("answered with status " + response.statusCode()));
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Made when it is needed first: it has a thread of its own. */
    private synchronized HttpClient client() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(threads)
                    .build();
        }
        return http;
    }

    private void publishHere(URI uri, byte[] message) {
        Outlet here = outlet.get();
        if (here == null || !here.publish(Reach.topic(uri), message, false)) {
            throw new CompletionException(new IOException("this node's broker takes nothing now"));
        }
    }

    private void publish(Endpoint endpoint, byte[] body) {
        String key = key(endpoint);
        // Taken out while it is in use: of two deliveries to one broker the second connects anew.
        MqttClient client = brokers.remove(key);
        try {
            if (client == null || !client.isConnected()) {
                client = connect(endpoint, Optional.ofNullable(client));
            }
            MqttMessage message = new MqttMessage(body);
            message.setQos(endpoint.qos());
            client.publish(Reach.topic(endpoint.uri()), message);
            MqttClient before = brokers.put(key, client);
            if (before != null) {
                discard(before);
            }
        } catch (MqttException e) {
            if (client != null) {
                discard(client);
            }
            throw new CompletionException(new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e));
        }
    }

    private static String key(Endpoint endpoint) {
        return endpoint.uri().getScheme() + "://" + endpoint.uri().getRawAuthority();
    }

    /** Leaves the broker of an endpoint that is no more. */
    void leave(Endpoint endpoint) {
        MqttClient client = brokers.remove(key(endpoint));
        if (client != null) {
            threads.execute(() -> discard(client));
        }
    }

    private static MqttClient connect(Endpoint endpoint, Optional<MqttClient> old) throws MqttException {
        old.ifPresent(Courier::discard);
        URI uri = endpoint.uri();
        boolean tls = uri.getScheme().equals("mqtts");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 8_883 : 1_883;
        MqttClient client = new MqttClient(
                (tls ? "ssl://" : "tcp://") + uri.getHost() + ":" + port,
                MqttClient.generateClientId(),
                new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setConnectionTimeout((int) CONNECT.toSeconds());
        options.setCleanSession(true);
        if (uri.getUserInfo() != null) {
            String[] login = uri.getUserInfo().split(":", 2);
            options.setUserName(login[0]);
            options.setPassword(login.length == 2 ? login[1].toCharArray() : new char[0]);
        }
        client.setTimeToWait(endpoint.timeout().toMillis());
        try {
            client.connect(options);
            return client;
        } catch (MqttException e) {
            discard(client);
            throw e;
        }
    }

    private static void discard(MqttClient client) {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 200);
            }
            client.close(true);
        } catch (MqttException e) {
            // It is of no use any more either way.
            org.slf4j.LoggerFactory.getLogger("io.ganglion.ngsi").debug("MQTT client left: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        brokers.values().forEach(Courier::discard);
        brokers.clear();
    }
}
