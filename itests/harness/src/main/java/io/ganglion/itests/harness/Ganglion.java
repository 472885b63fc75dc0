// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The script {@code ganglion} of one checkout.
 *
 * @param root the folder that holds the script
 * @param builds whether a start builds what is missing; inside of a build it must not
 * @param prefix put before every command line, for example {@code taskset -c 1}; may be empty
 */
public record Ganglion(Path root, boolean builds, List<String> prefix) {

    /**
     * What a command left behind.
     *
     * @param code its exit code
     * @param text what it printed, both streams as they came
     */
    public record Output(int code, String text) {}

    private static final int PATIENCE_S = 180;
    private static final int BUILD_PATIENCE_S = 1_800;

    /** The checkout that is under test and just built, from the system property {@code ganglion.root}. */
    public static Ganglion underTest() {
        return new Ganglion(checkout(), false, List.of());
    }

    /** The checkout that somebody works in: a start builds what is missing. */
    public static Ganglion here() {
        return new Ganglion(checkout(), true, List.of());
    }

    /** The same, with all that it starts on the cores that the prefix names. */
    public Ganglion pinnedTo(List<String> newPrefix) {
        return new Ganglion(root, builds, newPrefix);
    }

    private static Path checkout() {
        String root = System.getProperty("ganglion.root");
        if (root == null) {
            throw new IllegalStateException("the system property ganglion.root names the checkout; it is not set");
        }
        return Path.of(root).toAbsolutePath().normalize();
    }

    /**
     * Runs the script and waits for its end; a command that outlasts three minutes is ended and is an error;
     * half an hour where it may have to build the node first.
     */
    public Output run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(root.resolve("ganglion").toString());
        command.addAll(arguments);
        return run(new ProcessBuilder(command).directory(root.toFile()), builds() ? BUILD_PATIENCE_S : PATIENCE_S);
    }

    /** Runs any command to its end. */
    public static Output run(ProcessBuilder command, int patienceSeconds) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        // Read aside: a node that lives on may hold the pipe that the script has long left.
        CompletableFuture<byte[]> text = CompletableFuture.supplyAsync(() -> drain(process));
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "no end after " + patienceSeconds + " s: command=" + String.join(" ", command.command()));
            }
            return new Output(process.exitValue(), new String(text.get(5, TimeUnit.SECONDS), UTF_8));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: command=" + String.join(" ", command.command()), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its output stays open: command=" + String.join(" ", command.command()), e);
        }
    }

    private static byte[] drain(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            return ("unreadable: " + e.getMessage()).getBytes(UTF_8);
        }
    }
}
