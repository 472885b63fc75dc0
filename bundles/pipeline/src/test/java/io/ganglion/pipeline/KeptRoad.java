// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A fast road on a fresh disk, and what the tests of its keepers do with it. */
abstract class KeptRoad {

    @TempDir
    Path data;

    final AtomicLong nanos = new AtomicLong();
    final AtomicInteger acknowledged = new AtomicInteger();
    final Plant.Gauge gauge = new Plant.Gauge(1);
    FastRoad road;

    FastRoad start(int partitions, String... required) {
        Settings settings = new Settings(
                partitions,
                new Room(256, 1 << 20, 32, 64 << 10, 1000, 1024),
                Set.of(required),
                Allowance.UNLIMITED,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(5));
        Node node = new Node("edge-1", "plant1", data);
        road = new FastRoad(node, settings, "0.1.0", () -> Instant.ofEpochSecond(1_700_000_100), nanos::get);
        road.start();
        return road;
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (road != null) {
            road.stop();
        }
    }

    void fit(List<Outlet> outlets, Keeper... keepers) {
        List<Stage> stages = List.of(gauge);
        road.fit(new Fittings(Optional.of(Plant.contracts(KeptRoad::decode)), stages, outlets, List.of(keepers)));
    }

    /** One number, or several with commas between. */
    static Verdict decode(Payload payload) {
        String text = new String(payload.body(), StandardCharsets.UTF_8);
        if (!text.contains(",")) {
            return Plant.decode(payload);
        }
        List<Observation> rows = new ArrayList<>();
        for (String part : text.split(",")) {
            rows.add((Observation) Plant.decode(Plant.payload(payload.device(), part)));
        }
        return new Observations(rows);
    }

    void send(String device, String body) {
        Payload payload = Plant.payload(device, body);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> road.road.offer(payload, acknowledged::incrementAndGet));
    }

    static List<Double> levels(List<Observation> observations) {
        return observations.stream().map(o -> o.values()[0]).toList();
    }
}
