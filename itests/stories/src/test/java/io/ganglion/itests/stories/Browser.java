// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.harness.Ganglion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real Chromium without a screen, driven by the scripts in {@code itests/stories/console}; one process a check. */
final class Browser {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "browser.js", "checks.js", "pages.js");
    private static final int PATIENCE_S = 600;

    private final Path folder;
    private final Path pictures;
    private final String root;
    private final Map<String, Object> given;

    private Browser(Path folder, Path pictures, String root, Map<String, Object> given) {
        this.folder = folder;
        this.pictures = pictures;
        this.root = root;
        this.given = given;
    }

    /**
     * Fetches what it needs by npm, as the lock pins it; without browser or npm the story is skipped.
     *
     * @param pictures the folder of the pictures that it takes
     * @param given what the checks are told: logins, names of devices and work orders
     */
    static Browser orSkip(Path folder, Path pictures, String root, Map<String, Object> given) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "chromium is not installed (Debian: chromium)");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/npm")), "npm is not installed (Debian: npm)");
        Path scripts = Files.createDirectories(folder.resolve("browser"));
        for (String file : FILES) {
            Files.copy(
                    Path.of(System.getProperty("ganglion.root"), "itests/stories/console", file),
                    scripts.resolve(file));
        }
        Ganglion.Output installed = Ganglion.run(
                new ProcessBuilder("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(scripts.toFile()),
                120);
        assumeTrue(installed.code() == 0, () -> "playwright-core cannot be installed: " + installed.text());
        return new Browser(scripts, Files.createDirectories(pictures), root, given);
    }

    /** What a check saw; a check that does not hold is an error with its words, and a picture is kept. */
    JsonNode sees(String check) throws IOException {
        return sees(check, line -> {});
    }

    /** @param meanwhile hears every line but the last, for checks that wait for something to be done to the node */
    JsonNode sees(String check, Consumer<String> meanwhile) throws IOException {
        Path errors = folder.resolve(check + ".errors");
        Process process = new ProcessBuilder("node", "browser.js", check, root, pictures.toString())
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        String last = "";
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            process.getOutputStream().write(JSON.writeValueAsBytes(given));
            process.getOutputStream().close();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line;
                meanwhile.accept(line);
            }
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the check does not hold: check=" + check + " picture=" + pictures + "/failed-"
                        + check + ".png " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the browser looks: check=" + check, e);
        } finally {
            process.destroy();
        }
        return JSON.readTree(last);
    }
}
