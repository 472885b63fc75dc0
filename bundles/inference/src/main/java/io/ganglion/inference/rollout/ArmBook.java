// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.inference.evidence.ArmTally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tallies of all parts, and {@code arms.json}, where they are written every so often: what came after the last writing
 * is forgotten by a power cut. One thread's.
 */
final class ArmBook {
    private static final Logger LOG = LoggerFactory.getLogger(ArmBook.class);

    private final WholeFile file;
    private final Clock clock;
    private final Map<String, ArmTally> tallies = new TreeMap<>();
    private final Map<String, JsonNode> kept = new HashMap<>();

    ArmBook(Path folder, Clock clock) {
        this.file = new WholeFile(folder.resolve("arms.json"), step -> {});
        this.clock = clock;
        try {
            if (Files.exists(file.path())) {
                RouteJson.read(Files.readAllBytes(file.path()))
                        .fields()
                        .forEachRemaining(field -> kept.put(field.getKey(), field.getValue()));
            }
        } catch (IOException e) {
            WholeFile.setAside(file.path(), e, "the arms count from 0");
        }
    }

    /** A part is another one when its champion is: what it was compared with has changed. */
    static String key(String contract, ModelId model, Role role, ModelId champion) {
        return contract + " " + model + " " + role + " " + champion;
    }

    ArmTally tally(String key, double error) {
        return tallies.computeIfAbsent(key, absent -> restored(key, error));
    }

    private ArmTally restored(String key, double error) {
        JsonNode before = kept.remove(key);
        if (before != null) {
            try {
                ArmTally tally = new ArmTally(Instant.parse(RouteJson.text(before, "since")), error);
                tally.restore(map(before));
                return tally;
            } catch (RuntimeException e) {
                LOG.warn("What {} counted cannot be read, so it counts from 0: {}", key, e.toString());
            }
        }
        return new ArmTally(clock.instant(), error);
    }

    private static Map<String, Object> map(JsonNode node) {
        Map<String, Object> map = new HashMap<>();
        node.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (value.isArray()) {
                long[] numbers = new long[value.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = value.get(i).asLong();
                }
                map.put(field.getKey(), numbers);
            } else {
                map.put(field.getKey(), value.isNumber() ? (Object) value.asLong() : value.asText());
            }
        });
        return map;
    }

    /** The parts of a contract that are left; the others begin anew when they come back. */
    void retain(String contract, Set<String> keys) {
        tallies.keySet().removeIf(key -> key.startsWith(contract + " ") && !keys.contains(key));
        kept.keySet().removeIf(key -> key.startsWith(contract + " ") && !keys.contains(key));
    }

    /** Writes all of it. */
    void flush() {
        ObjectNode out = RouteJson.JSON.createObjectNode();
        kept.forEach(out::set);
        tallies.forEach((key, tally) -> {
            ObjectNode node = RouteJson.JSON.valueToTree(tally.kept());
            out.set(key, node.put("since", tally.since().toString()));
        });
        try {
            file.write(RouteJson.line(out).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the arms' counts end with this run: {}", file.path(), e.toString());
        }
    }
}
