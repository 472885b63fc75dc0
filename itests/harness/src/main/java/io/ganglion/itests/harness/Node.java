// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in the background, with a home and ports of its own. Stopped in all cases by {@link #close}. */
public final class Node implements AutoCloseable {
    private static final int ASK_AGAIN = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ganglion ganglion;
    private final Path home;
    private final String name;
    private final int offset;

    private Node(Ganglion ganglion, Path home, String name, int offset) {
        this.ganglion = ganglion;
        this.home = home;
        this.name = name;
        this.offset = offset;
    }

    /** A node that is not started yet, with a home that does not exist yet below {@code folder}. */
    public static Node at(Ganglion ganglion, Path folder, String name) {
        return new Node(ganglion, folder.resolve(name).toAbsolutePath(), name, Ports.freeOffset());
    }

    /** Writes a configuration that the node finds when it starts. */
    public Node configured(String pid, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc").resolve(pid + ".cfg"), text);
        return this;
    }

    /** Starts it; returns when the script says that it is up. */
    public Node start() throws IOException {
        Ganglion.Output output = tryStart();
        if (output.code() != 0) {
            throw new IOException("the node does not start: " + output);
        }
        return this;
    }

    public Ganglion.Output tryStart() throws IOException {
        List<String> options = new ArrayList<>(List.of("--port-offset", Integer.toString(offset)));
        if (!ganglion.builds()) {
            options.add("--no-build");
        }
        return script("start", options.toArray(String[]::new));
    }

    /** What a shell command printed; a command that fails is an error. */
    public String exec(String command) throws IOException {
        Ganglion.Output output = tryExec(command);
        if (output.code() != 0) {
            throw new IOException("the shell command failed: command=" + command + " " + output);
        }
        return output.text();
    }

    /** Asks again where a busy machine dropped the session; every command of the stories may run twice. */
    public Ganglion.Output tryExec(String command) throws IOException {
        Ganglion.Output output = script("exec", command);
        for (int again = 0; again < ASK_AGAIN && output.text().contains("no answer from the shell"); again++) {
            output = script("exec", command);
        }
        return output;
    }

    /** What a listing printed with {@code --json}. */
    public JsonNode json(String command) throws IOException {
        String text = exec(command + " --json");
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IOException("not JSON: command=" + command + " output=" + text, e);
        }
    }

    /** What the node says about everything that came in; an error where it does not balance. */
    public Books books() throws IOException {
        return Books.read(json("aiot:node-status"));
    }

    /** A new web login of the role {@code viewer}, {@code technician}, {@code operator} or {@code admin}. */
    public Login webLogin(String user, String role) throws IOException {
        return credential("web", user, role);
    }

    /** An MQTT login of the role {@code device}, {@code reader} or {@code gateway}. */
    public Login login(String user, String role) throws IOException {
        return credential("mqtt", user, role);
    }

    /** A key for encrypted CoAP, of the role {@code device} or {@code gateway}. */
    public Login coapKey(String identity, String role) throws IOException {
        return credential("coap", identity, role);
    }

    private Login credential(String kind, String user, String role) throws IOException {
        Ganglion.Output output = script("credential", kind, user, "--role", role);
        String[] words = output.text().strip().split("\\s+");
        if (output.code() != 0 || words.length != 2) {
            throw new IOException("no credential: user=" + user + " " + output);
        }
        return new Login(words[0], words[1]);
    }

    public int mqttPort() {
        return 1883 + offset;
    }

    public int webPort() {
        return 8181 + offset;
    }

    public int offset() {
        return offset;
    }

    public Path home() {
        return home;
    }

    /** The node's own process, by the id that the script keeps. */
    public ProcessHandle process() throws IOException {
        return Files.readAllLines(home.resolve("run/node")).stream()
                .filter(line -> line.startsWith("pid="))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).stream())
                .findFirst()
                .orElseThrow(() -> new IOException("no process runs this node: home=" + home));
    }

    /** Ends the process as a power cut does. */
    public void kill() throws IOException {
        ProcessHandle handle = process();
        handle.destroyForcibly();
        try {
            handle.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the node ends", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the node does not end: pid=" + handle.pid(), e);
        }
    }

    /** Stops it in order; where none runs, that is fine too. */
    @Override
    public void close() throws IOException {
        Ganglion.Output output = script("stop");
        if (output.code() != 0) {
            throw new IOException("the node does not stop: " + output);
        }
    }

    private Ganglion.Output script(String verb, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(verb));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--home", home.toString(), "--name", name));
        return ganglion.run(line);
    }
}
