// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real server, node-opcua's, in a process of its own; src/test/resources/server.js says what it holds. It is fetched
 * once into the user's cache; tests skip where there is no Node.js or no registry.
 */
final class NodeOpcUa implements AutoCloseable {

    private static final String PACKAGE = "node-opcua-server@2.186.4";

    final int port;
    private final Path folder;
    private Process process;

    NodeOpcUa(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        modules();
        Files.createDirectories(folder);
    }

    String endpoint() {
        return "opc.tcp://127.0.0.1:" + port;
    }

    /** The folder of modules; the newer Node.js that they need comes with them where the system's is too old. */
    private static synchronized Path modules() throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "ganglion", "node-opcua");
        Path modules = cache.resolve("node_modules");
        if (!Files.exists(modules.resolve("node-opcua-server/package.json"))) {
            assumeTrue(run(Path.of("."), "npm", "--version"), "npm is not installed (Debian: apt-get install npm)");
            Files.createDirectories(cache);
            List<String> fetch = new ArrayList<>(List.of("npm", "i", "--no-audit", "--no-fund", PACKAGE));
            if (!run(Path.of("."), "node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)")) {
                fetch.add("node@22");
            }
            assumeTrue(run(cache, fetch.toArray(String[]::new)), "npm could not fetch " + PACKAGE + " into " + cache);
        }
        return modules;
    }

    private static String node() throws IOException, InterruptedException {
        Path own = modules().resolve(".bin/node");
        return Files.isExecutable(own) ? own.toString() : "node";
    }

    private static boolean run(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    NodeOpcUa start() throws IOException, InterruptedException, URISyntaxException {
        Path log = folder.resolve("server.log");
        Files.deleteIfExists(log);
        Path script = Path.of(NodeOpcUa.class.getResource("/server.js").toURI());
        ProcessBuilder builder =
                new ProcessBuilder(List.of(node(), script.toString(), Integer.toString(port), folder.toString()));
        builder.environment().put("NODE_PATH", modules().toString());
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        await().atMost(60, SECONDS)
                .until(() -> Files.exists(log) && Files.readString(log).contains("ready"));
        return this;
    }

    /** One of the commands that the script knows. */
    void tell(String command) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((command + "\n").getBytes(UTF_8));
        input.flush();
    }

    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
