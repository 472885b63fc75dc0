// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** libcoap's programs, in processes of their own. Tests that need them skip where they are absent. */
final class Libcoap {

    private static final int PATIENCE_S = 60;

    private Libcoap() {}

    static Path program(String name) {
        Path found = Path.of("/usr/bin", name);
        assumeTrue(Files.isExecutable(found), name + " is not installed (Debian: apt-get install libcoap3-bin)");
        return found;
    }

    /** What the client printed, with the messages it sent and received. */
    static String client(String flavour, List<String> options, String uri) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(program("coap-client-" + flavour).toString(), "-v", "7"));
        command.addAll(options);
        command.add(uri);
        Path output = Files.createTempFile("coap-client", ".log");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no end: " + command + "\n" + Files.readString(output));
        }
        String text = new String(Files.readAllBytes(output), UTF_8);
        Files.delete(output);
        return text;
    }

    /** Posts and returns the last response code that came, for example {@code 2.04}; {@code none} where none did. */
    static String post(String uri, String format, Path body, String... options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-m", "post", "-B", "20", "-f", body.toString()));
        if (!format.isEmpty()) {
            all.addAll(List.of("-t", format));
        }
        all.addAll(List.of(options));
        return lastCode(client(uri.startsWith("coaps") ? "openssl" : "notls", all, uri));
    }

    static String lastCode(String text) {
        String code = "none";
        for (String line : text.split("\\R")) {
            var match = java.util.regex.Pattern.compile("c:([245]\\.\\d\\d)").matcher(line);
            if (match.find()) {
                code = match.group(1);
            }
        }
        return code;
    }

    /** A server in a process of its own. */
    static Process server(String flavour, int port, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program("coap-server-" + flavour).toString(),
                "-A",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-v",
                "6"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** A pair of UDP ports, the second one higher, as libcoap's server wants them. */
    static int freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 0; attempt < 50; attempt++) {
            try (DatagramSocket first = new DatagramSocket(0, loopback);
                    DatagramSocket second = new DatagramSocket(first.getLocalPort() + 1, loopback)) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                // The neighbour is taken; the next try gets another pair.
            }
        }
        throw new IOException("no pair of free ports");
    }
}
