// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Node-RED baseline: the shared flow (MQTT in, ajv and a transform in one function, MQTT out), with our contract's
 * schema in place of its own, so that both judge the same messages.
 */
final class NodeRed {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path flowMaker;
    private final Path schema;
    private final Path modules;

    private NodeRed(Path flowMaker, Path schema, Path modules) {
        this.flowMaker = flowMaker;
        this.schema = schema;
        this.modules = modules;
    }

    /** Fetches Node-RED once, into the user's cache. The exception's message says what is missing. */
    static NodeRed prepare(Path shared, Path root) throws IOException {
        Path maker = shared.resolve("baselines/nodered/mkflow.js");
        if (!Files.exists(maker)) {
            throw new IOException("no baseline flow: " + maker);
        }
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "ganglion", "nodered");
        Path modules = cache.resolve("node_modules");
        if (!Files.isExecutable(modules.resolve(".bin/node")) || !Files.exists(modules.resolve("node-red/red.js"))) {
            Files.createDirectories(cache);
            System.err.println("fetching Node-RED into " + cache + " ...");
            Ganglion.Output output = Ganglion.run(
                    new ProcessBuilder("npm", "i", "--no-audit", "--no-fund", "node-red@4", "node@22", "ajv@8")
                            .directory(cache.toFile()),
                    600);
            if (output.code() != 0) {
                throw new IOException("npm could not fetch Node-RED: " + output.text());
            }
        }
        return new NodeRed(maker, root.resolve("models/pump/src/main/resources/contract/schema.json"), modules);
    }

    Child start(Path folder, int port, int qos) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("nodered"));
        Path link = home.resolve("node_modules");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, modules);
        }
        Files.writeString(home.resolve("package.json"), "{\"name\":\"b\",\"version\":\"1.0.0\",\"private\":true}");
        Files.writeString(home.resolve("flows.json"), flow(port, qos));
        Files.writeString(
                home.resolve("settings.js"),
                "module.exports={uiHost:'127.0.0.1',uiPort:" + Child.freePort()
                        + ",flowFile:'flows.json',functionExternalModules:true,externalModules:{autoInstall:false},"
                        + "functionGlobalContext:{},httpAdminRoot:false,credentialSecret:false,"
                        + "logging:{console:{level:'info'}},telemetry:{enabled:false}};");
        List<String> command = List.of(
                node(),
                modules.resolve("node-red/red.js").toString(),
                "--userDir",
                home.toString(),
                "--settings",
                home.resolve("settings.js").toString());
        return Child.start(Cores.pinned(Cores.CONTENDER, command), folder.resolve("nodered.log"))
                .awaitOutput("Connected to broker");
    }

    private String flow(int port, int qos) throws IOException {
        Ganglion.Output made = Ganglion.run(
                new ProcessBuilder(node(), flowMaker.toString(), Integer.toString(port), Integer.toString(qos)), 30);
        JsonNode flow = JSON.readTree(made.text());
        for (JsonNode part : flow) {
            if (part.path("id").asText().equals("fn")) {
                ObjectNode function = (ObjectNode) part;
                function.put("initialize", replaced(part, "initialize", "a\\.compile\\((?s:.*)\\)\\);", compiled()));
                function.put("func", replaced(part, "func", "JSON\\.stringify\\(.*\\);", TRANSFORM));
            }
        }
        return JSON.writeValueAsString(flow);
    }

    private static final String TRANSFORM = "JSON.stringify({id:p.id,dateObserved:p.dateObserved,"
            + "temperatureF:p.motorTemperature*9/5+32,vibRms:p.vibrationX,ok:p.motorTemperature<90});";

    /** ajv knows no formats without a plug-in, and checks none then: that much less work for Node-RED. */
    private String compiled() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(schema.toFile());
        json.remove(List.of("$schema", "$id"));
        json.path("properties").forEach(property -> ((ObjectNode) property).remove(List.of("format", "description")));
        return "a.compile(" + JSON.writeValueAsString(json) + "));";
    }

    private static String replaced(JsonNode part, String field, String pattern, String replacement) throws IOException {
        String text = part.path(field).asText();
        String changed = text.replaceFirst(pattern, java.util.regex.Matcher.quoteReplacement(replacement));
        if (changed.equals(text)) {
            throw new IOException("the baseline flow has changed; nothing to replace in its " + field);
        }
        return changed;
    }

    private String node() {
        return modules.resolve(".bin/node").toString();
    }
}
