// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Ledger;
import io.ganglion.itests.harness.Message;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.StubbornLoad;
import io.ganglion.itests.harness.Upstream;
import io.ganglion.itests.harness.Weather;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a node as a power cut does, again and again, at random instants, under 2,000 messages a second at QoS 1, while the
 * broker beyond it is stopped and started. What the node acknowledged arrives there: none is lost, and what comes twice
 * has the same identity.
 */
public final class Kill9 implements Drill {
    private static final int RATE = 2_000;
    private static final int PUMPS = 20;
    private static final long SEED = 20_260_101;
    private static final Duration STANDSTILL = Duration.ofSeconds(60);
    private static final String TELEMETRY = "/telemetry/Pump/";

    @Override
    public String name() {
        return "kill9";
    }

    @Override
    public String about() {
        return "kill -9 at random instants, the upstream broker coming and going: acknowledged is delivered, none lost";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        if (!Upstream.isInstalled()) {
            return new Outcome(Map.of(), List.of("mosquitto is not installed (Debian: mosquitto mosquitto-clients)"));
        }
        try (Node node = Node.at(ganglion, folder, "kill9")) {
            StubbornLoad load = new StubbornLoad(node, node.login("drill", "gateway"), PUMPS, RATE);
            CountDownLatch listening = new CountDownLatch(1);
            try (load;
                    Upstream upstream = new Upstream(folder.resolve("upstream"), line -> take(line, load, listening))) {
                upstream.start().listen();
                prove(upstream, listening);
                configure(node, upstream).start();
                load.start();
                long stops = storm(node, load, upstream, rounds);
                load.finish();
                awaitCalm(node, load.ledger());
                return account(node, load, stops, rounds);
            }
        }
    }

    private static void prove(Upstream upstream, CountDownLatch listening) throws Exception {
        for (int tries = 0; tries < 100 && listening.getCount() > 0; tries++) {
            upstream.publish("ganglion/drill", "ready");
            if (listening.await(200, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new IOException("mosquitto_sub hears nothing");
    }

    private static Node configure(Node node, Upstream upstream) throws IOException {
        return node.configured("io.ganglion.pipeline", Map.of("keepers", "store"))
                .configured(
                        "io.ganglion.uplink-upstream",
                        Map.of(
                                "name", "upstream",
                                "uri", "tcp://127.0.0.1:" + upstream.port(),
                                "max_in_flight", "500",
                                "reconnect_ms", "200",
                                "reconnect_max_s", "2"));
    }

    /** {@code id:… topic body}. */
    private static void take(String line, StubbornLoad load, CountDownLatch listening) {
        int topic = line.indexOf(" ganglion/");
        int body = line.indexOf(' ', topic + 1);
        if (topic < 0 || body < 0) {
            return;
        }
        String name = line.substring(topic + 1, body);
        if (name.contains(TELEMETRY)) {
            JsonNode reading = new Message(name, line.substring(body + 1).getBytes(UTF_8), 0).json();
            String id = line.startsWith("id:") ? line.substring(3, topic).split(" ", 2)[0] : "";
            String device = name.substring(name.lastIndexOf('/') + 1);
            load.ledger()
                    .delivered(
                            id,
                            device,
                            Instant.parse(reading.path("dateObserved").asText()));
        } else if (name.equals("ganglion/drill")) {
            listening.countDown();
        }
    }

    private static long storm(Node node, StubbornLoad load, Upstream upstream, int rounds) throws IOException {
        Random chance = new Random(SEED);
        try (Weather weather = new Weather(upstream, SEED + 1)) {
            for (int round = 1; round <= rounds; round++) {
                long before = load.acknowledgements();
                awaitAcknowledgement(load, before);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + chance.nextInt(4_000)));
                node.kill();
                long cut = load.acknowledgements();
                long started = System.nanoTime();
                node.start();
                Ledger ledger = load.ledger();
                System.out.printf(
                        "round %d of %d: %d acknowledged before the cut, up again after %.1f s;"
                                + " so far %d acknowledged, %d delivered, %d times the broker was stopped%n",
                        round,
                        rounds,
                        cut - before,
                        (System.nanoTime() - started) / 1e9,
                        load.acknowledgements(),
                        ledger.readings(),
                        weather.stops());
            }
            return weather.stops();
        }
    }

    private static void awaitAcknowledgement(StubbornLoad load, long before) throws IOException {
        long deadline = System.nanoTime() + STANDSTILL.toNanos();
        while (load.acknowledgements() == before) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the node acknowledges nothing for " + STANDSTILL.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Until nothing waits in the node and nothing is missing, or nothing moves any more. */
    private static void awaitCalm(Node node, Ledger ledger) throws IOException {
        long deadline = System.nanoTime() + STANDSTILL.toNanos();
        long last = -1;
        while (System.nanoTime() < deadline && (ledger.lost() > 0 || waiting(node) > 0)) {
            if (ledger.deliveries() != last) {
                last = ledger.deliveries();
                deadline = System.nanoTime() + STANDSTILL.toNanos();
                System.out.printf("calm: %d delivered, %d to come%n", ledger.readings(), ledger.lost());
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static long waiting(Node node) throws IOException {
        JsonNode uplink = node.json("aiot:uplink-status").path(0);
        return uplink.path("observations").path("waiting").asLong(1)
                + uplink.path("insights").path("waiting").asLong(1);
    }

    private static Outcome account(Node node, StubbornLoad load, long stops, int rounds) throws IOException {
        Ledger ledger = load.ledger();
        JsonNode uplink = node.json("aiot:uplink-status").path(0);
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("rounds", (long) rounds);
        figures.put("brokerStops", stops);
        figures.put("acknowledged", ledger.acknowledged());
        figures.put("lost", ledger.lost());
        figures.put("duplicates", ledger.deliveries() - ledger.unique());
        figures.put("delivered", ledger.deliveries());
        figures.put("unique", ledger.unique());
        figures.put("keptTwice", ledger.unique() - ledger.readings());
        figures.put("withoutIdentity", ledger.strange());
        figures.put("sentAgain", load.resent());
        // What the sender sent again and the store knew already, since the node's first start.
        figures.put(
                "droppedByStore",
                node.json("aiot:node-status").path("store").path("duplicates").asLong());
        figures.put("deadLetters", uplink.path("deadLetters").asLong());
        List<String> faults = new ArrayList<>();
        if (ledger.lost() > 0) {
            faults.add(ledger.lost() + " acknowledged readings never arrived, for example " + ledger.examples());
        }
        if (ledger.strange() > 0) {
            faults.add(
                    ledger.strange() + " messages arrived without an identity, so no receiver can tell their copies");
        }
        if (ledger.unique() != ledger.readings()) {
            faults.add((ledger.unique() - ledger.readings()) + " readings arrived under two identities");
        }
        if (ledger.acknowledged() < (long) rounds * RATE / 10) {
            faults.add("only " + ledger.acknowledged() + " were acknowledged, so it proves little");
        }
        if (uplink.path("deadLetters").asLong() > 0) {
            faults.add("there are dead letters: " + uplink);
        }
        return new Outcome(figures, faults);
    }
}
