// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.feedback.Alerts;
import io.ganglion.console.rest.Desk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class EventsTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Desk desk = new Desk(2, 1 << 20);

    @AfterEach
    void close() {
        desk.streams.endAll();
        desk.close();
    }

    private BufferedReader listen() throws Exception {
        HttpResponse<InputStream> response =
                client.send(desk.as("viewer", "/events").build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    /** The data of the next event of a name. */
    private static String next(BufferedReader events, String name) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.equals("event: " + name)) {
                return events.readLine().substring("data: ".length());
            }
        }
        return null;
    }

    @Test
    void whoComes_isToldHowThingsStand_andThenWhatChanges() throws Exception {
        BufferedReader events = listen();
        assertThat(next(events, "overview")).contains("\"anomalous\":1");
        desk.heart.run();
        desk.happenings.handleEvent(new Event(Alerts.RAISED, Map.of("id", "A-2", "device", "pump-1")));
        assertThat(next(events, "alert")).isEqualTo("{\"device\":\"pump-1\",\"id\":\"A-2\",\"kind\":\"raised\"}");
        desk.heart.run();
        assertThat(next(events, "overview")).containsPattern("\"recent\":\\[[0-9]+]");
    }

    @Test
    void everyEventHasANumber_thatGrows() throws Exception {
        BufferedReader events = listen();
        long before = 0;
        for (int i = 0; i < 3; i++) {
            String line = events.readLine();
            while (!line.startsWith("id: ")) {
                line = events.readLine();
            }
            long number = Long.parseLong(line.substring(4));
            assertThat(number).isGreaterThan(before);
            before = number;
            desk.heart.run();
        }
    }

    @Test
    void placesAreBounded_andComeFreeAgain() throws Exception {
        BufferedReader first = listen();
        listen();
        HttpResponse<String> third = client.send(desk.as("viewer", "/events").build(), BodyHandlers.ofString());
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).contains("urn:ganglion:problem:busy");
        desk.streams.endAll();
        assertThat(next(first, "overview")).isNotNull();
        assertThat(next(first, "overview")).as("the end").isNull();
        listen();
        assertThat(desk.streams.size()).isEqualTo(1);
    }

    @Test
    void whoReadsTooSlowly_isLetGo_andNobodyWaitsForIt() throws Exception {
        desk.close();
        desk = new Desk(2, 200_000);
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", desk.port()));
            String login = Base64.getEncoder().encodeToString("viewer:secret".getBytes(UTF_8));
            slow.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + login + "\r\n\r\n")
                            .getBytes(UTF_8));
            await().until(() -> desk.streams.size() == 1);
            BufferedReader quick = listen();
            byte[] large = ("\"" + "x".repeat(100_000) + "\"").getBytes(UTF_8);
            for (int i = 0; i < 400 && desk.streams.size() == 2; i++) {
                desk.streams.tell("large", large);
                assertThat(next(quick, "large")).hasSize(large.length);
            }
            assertThat(desk.streams.size()).as("the quick one is still there").isEqualTo(1);
        }
    }

    @Test
    void whoseLoginEnds_isDismissed() throws Exception {
        HttpResponse<String> login = client.send(desk.as("viewer", "/overview").build(), BodyHandlers.ofString());
        assertThat(login.statusCode()).isEqualTo(200);
        BufferedReader events = listen();
        next(events, "overview");
        desk.withoutLogins(() -> desk.streams.dismiss());
        assertThat(next(events, "overview")).isNull();
        assertThat(desk.streams.isIdle()).isTrue();
    }
}
