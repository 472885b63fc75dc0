// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Our node, broker and all in one process. */
final class GanglionNode implements Contender {

    private final Node node;
    private final boolean everyScore;
    private final Login publisher;
    private final Login reader;

    /** @param kept whether the store keeps all of it before the sender is answered, as shipped */
    GanglionNode(Path folder, boolean everyScore, boolean kept) throws IOException {
        this.everyScore = everyScore;
        this.node = Node.at(Ganglion.here().pinnedTo(Cores.CONTENDER), folder, "node")
                .configured("io.ganglion.pipeline", Map.of("publish", everyScore ? "all" : "changes"))
                .start();
        if (!kept) {
            node.exec("bundle:stop io.ganglion.store");
        }
        this.publisher = node.login("load", "gateway");
        this.reader = node.login("answers", "reader");
    }

    @Override
    public int port() {
        return node.mqttPort();
    }

    @Override
    public Login publisher() {
        return publisher;
    }

    @Override
    public Login reader() {
        return reader;
    }

    @Override
    public String topic(String device) {
        return "ganglion/plant1/telemetry/Pump/" + device;
    }

    @Override
    public String answers() {
        return everyScore ? "ganglion/plant1/insight/Pump/+" : "ganglion/plant1/quarantine/Pump/+";
    }

    @Override
    public boolean answersAll() {
        return everyScore;
    }

    @Override
    public long pid() {
        try {
            return node.process().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the pumps' model scored; the node's own sensors are scored by another. */
    @Override
    public long dealtWith() throws IOException {
        for (JsonNode model : node.json("aiot:model-list")) {
            if (model.path("contract").asText().equals("Pump")) {
                return model.path("scored").asLong();
            }
        }
        throw new IOException("no model for Pump is installed");
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
