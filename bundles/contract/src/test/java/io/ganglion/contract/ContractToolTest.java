// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What authors of contracts run. */
class ContractToolTest {
    @TempDir
    Path folder;

    private String run(String... args) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ContractTool(new PrintStream(bytes, true, StandardCharsets.UTF_8)).run(List.of(args));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Path pump(String version, String spot, String instead) throws IOException {
        Path contract = folder.resolve("pump-" + version + "-" + instead.hashCode());
        Files.createDirectories(contract.resolve("META-INF"));
        Files.createDirectories(contract.resolve("contract"));
        Files.writeString(
                contract.resolve("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nProvide-Capability: ganglion.contract;contract=Pump;version:Version=" + version
                        + "\n");
        for (String file : List.of("schema.json", "overlay.json", "mapping.json")) {
            String text = Files.readString(Bodies.PUMP.resolve("contract").resolve(file));
            Files.writeString(contract.resolve("contract").resolve(file), text.replace(spot, instead));
        }
        return contract;
    }

    @Test
    void released_failsTheBuildInWords_whereTheVersionDoesNotAllowTheChange() throws IOException {
        Path released = Path.of("../../models/pump/released");
        assertThat(run("released", released.toString(), pump("1.0.0", "x", "x").toString()))
                .contains("Pump@1.0.0 after Pump@1.0.0: no change of meaning, and old readers too.");
        Path narrowed = pump("1.1.0", "\"maximum\": 100,", "\"maximum\": 50,");
        assertThatThrownBy(() -> run("released", released.toString(), narrowed.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("motorCurrent: maximum lowered from 100 to 50 AMP")
                .hasMessageContaining("Make it 2.0.0");
        assertThat(run(
                        "released",
                        released.toString(),
                        pump("2.0.0", "\"maximum\": 100,", "\"maximum\": 50,").toString()))
                .contains("MAJOR contract/schema.json /properties/motorCurrent/maximum")
                .contains("a major version, old devices break");
        assertThat(run(
                        "released",
                        released.toString(),
                        pump("1.1.0", "\"maximum\": 100,", "\"maximum\": 120,").toString()))
                .contains("old devices go on");
        assertThat(run("released", released.toString(), pump("0.9.0", "x", "x").toString()))
                .contains("nothing older is released");
    }

    @Test
    void check_holdsAPayload_andPinsAreWrittenForTheAuthor() throws IOException {
        Path contract = pump("1.0.0", "x", "x");
        Path payload = folder.resolve("payload.json");
        Files.writeString(
                payload,
                Bodies.KEY_VALUES.replace(
                        "2026-11-22T15:00:00.125Z", Instant.now().toString()));
        assertThat(run("check", payload.toString(), contract.toString()))
                .contains("motorCurrent 1.3302 AMP")
                .contains("accepted by Pump@1.0.0.");
        Files.writeString(payload, "{\"id\":\"pump-7\",\"type\":\"Pump\"}");
        assertThatThrownBy(() -> run("check", payload.toString(), contract.toString()))
                .hasMessageContaining("refused by Pump@1.0.0: MISSING_ATTRIBUTE at /");
        Files.writeString(contract.resolve("contract/common.json"), "{\"$id\":\"https://example.org/common.json\"}");
        assertThat(run("pins", contract.resolve("contract").toString()))
                .contains("\"https://example.org/common.json\": {\"file\": \"common.json\", \"sha256\": \"");
        assertThatThrownBy(() -> run("pin")).hasMessageContaining("say: diff OLD NEW | released FOLDER NEW");
    }
}
