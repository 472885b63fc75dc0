// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on a real port that answers what a test says, and remembers what it was asked. */
final class Stub implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile HttpHandler handler;

    Stub(HttpHandler first) throws IOException {
        handler = first;
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    static void answer(HttpExchange exchange, int status, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static HttpHandler always(int status, String body, String... headers) {
        return exchange -> answer(exchange, status, body, headers);
    }

    /** By the beginning of "METHOD /path"; anything else is 404. */
    static HttpHandler by(Map<String, HttpHandler> routes) {
        return exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            for (Map.Entry<String, HttpHandler> route : routes.entrySet()) {
                if (request.startsWith(route.getKey())) {
                    route.getValue().handle(exchange);
                    return;
                }
            }
            answer(exchange, 404, "");
        };
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
