// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Ends the node as a power cut does, in the middle of a load at QoS 1. What it acknowledged, it answers for: a refused
 * payload is in the quarantine, and a device that was commissioned still is.
 */
public final class KilledRefusals implements Drill {

    private static final int COMMISSIONING = 450;
    private static final int BEFORE_THE_CUT = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "kill9-refusals";
    }

    @Override
    public String about() {
        return "kill -9 under load at QoS 1: every refusal that was acknowledged is kept, commissioning survives";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        List<String> faults = new ArrayList<>();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (Node node = Node.at(ganglion, folder, "refusals")
                .configured("io.ganglion.pipeline", Map.of("publish", "all"))
                .start()) {
            Login gateway = node.login("drill", "gateway");
            commission(node, gateway);
            double threshold = thresholdOnNext(node, gateway);
            for (int round = 0; round < rounds; round++) {
                int had = acknowledged.size();
                cut(node, gateway, round, acknowledged);
                node.start();
                System.out.printf(
                        "round %d: %d refusals acknowledged before the cut%n", round + 1, acknowledged.size() - had);
                if (acknowledged.size() == had) {
                    faults.add("round " + (round + 1) + " acknowledged nothing, so it proves nothing");
                }
            }
            // A device that has to learn anew says null, and one that learned anew says another.
            double kept = thresholdOnNext(node, gateway);
            System.out.println("threshold of the commissioned device: " + threshold + " before, " + kept + " after");
            if (!(kept == threshold)) {
                faults.add("the commissioned device lost its threshold: before=" + threshold + " after=" + kept);
            }
            return account(node, acknowledged, faults);
        }
    }

    private static void commission(Node node, Login gateway) throws IOException {
        Pump pump = new Pump("kept", Instant.now().minusSeconds(86_400));
        try (MqttWire wire = MqttWire.publisher(node.mqttPort(), "commission", gateway, 100)) {
            for (int i = 0; i < COMMISSIONING; i++) {
                wire.publish(pump.topic(), pump.next(), i);
            }
            wire.flush();
            await("commissioned").atMost(PATIENCE).until(() -> wire.acknowledged() == COMMISSIONING);
        }
    }

    /** Each message from a device of its own: so the quarantine can be asked for each. */
    private static void cut(Node node, Login gateway, int round, Set<String> acknowledged) throws Exception {
        Set<String> before = Set.copyOf(acknowledged);
        try (MqttWire wire =
                MqttWire.publisher(node.mqttPort(), "cut", gateway, 200, tag -> acknowledged.add(device(round, tag)))) {
            for (int i = 0; acknowledged.size() - before.size() < BEFORE_THE_CUT; i++) {
                String device = device(round, i);
                wire.publish("ganglion/plant1/telemetry/Pump/" + device, "{\"id\":".getBytes(UTF_8), i);
            }
            node.kill();
        }
    }

    private static String device(int round, long number) {
        return "cut-" + round + "-" + number;
    }

    /** The threshold in the insight on one more reading; NaN where the device is still being commissioned. */
    private static double thresholdOnNext(Node node, Login gateway) throws Exception {
        Login reader = node.login("listener", "reader");
        BlockingQueue<Double> thresholds = new LinkedBlockingQueue<>();
        Pump pump = new Pump("kept", Instant.now().minusSeconds(3_600));
        try (MqttWire listener = MqttWire.subscriber(
                        node.mqttPort(),
                        "listener",
                        reader,
                        "ganglion/plant1/insight/Pump/kept",
                        1,
                        message ->
                                thresholds.add(message.json().path("threshold").asDouble(Double.NaN)));
                MqttWire wire = MqttWire.publisher(node.mqttPort(), "after", gateway, 1)) {
            wire.publish(pump.topic(), pump.next(), 0);
            wire.flush();
            Double threshold = thresholds.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (threshold == null) {
                throw new IOException("no insight on the commissioned device", listener.broken());
            }
            return threshold;
        }
    }

    private static Outcome account(Node node, Set<String> acknowledged, List<String> faults) throws IOException {
        Map<String, Integer> kept = new HashMap<>();
        for (JsonNode device : node.json("aiot:quarantine-list -n 1000000").findValues("device")) {
            kept.merge(device.asText(), 1, Integer::sum);
        }
        long lost = acknowledged.stream()
                .filter(device -> !kept.containsKey(device))
                .count();
        // Of what was acknowledged: the sender has no reason to send it again.
        long duplicates = acknowledged.stream()
                .mapToLong(device -> kept.getOrDefault(device, 1) - 1)
                .sum();
        if (lost > 0) {
            faults.add(lost + " acknowledged refusals are not in the quarantine");
        }
        if (duplicates > 0) {
            faults.add(duplicates + " acknowledged refusals are in the quarantine twice");
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("acknowledged", (long) acknowledged.size());
        figures.put("lost", lost);
        figures.put("duplicates", duplicates);
        return new Outcome(figures, faults);
    }
}
