// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.learning.Drift.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableDriftTest {
    private static final Shares SHARES = new Shares(List.of(-1.5, 0.25), List.of(0.2, 0.5, 0.3));

    @TempDir
    Path folder;

    private static Signal signal(int row) {
        return new Signal(
                "Pump",
                "pümp-1",
                "m@1.0.0",
                "flow",
                "adwin",
                Instant.ofEpochSecond(1_000, 7),
                row,
                1.5,
                Double.NaN,
                3,
                2);
    }

    private static Baseline baseline(String device) {
        return new Baseline(
                "Pump",
                device,
                "m@1.0.0",
                List.of(new Norm("flow", 1, 2, 0.1, 0.9, 32, 0.2, 4_000, SHARES)),
                List.of(0.01));
    }

    @Test
    void signalsAreThereAgainAfterARestart_newestFirst() {
        SignalLog log = new SignalLog(folder, 1 << 20);
        log.add(signal(1));
        log.add(signal(2));

        assertThat(new SignalLog(folder, 1 << 20).newest(10)).containsExactly(signal(2), signal(1));
        assertThat(new SignalLog(folder, 1 << 20).newest(1)).containsExactly(signal(2));
    }

    @Test
    void aTornLineIsCut_andTheNextSignalIsWhole() throws IOException {
        Path file = folder.resolve("signals.jsonl");
        SignalLog log = new SignalLog(folder, 1 << 20);
        log.add(signal(1));
        log.add(signal(2));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));

        SignalLog after = new SignalLog(folder, 1 << 20);
        assertThat(after.newest(10)).containsExactly(signal(1));
        after.add(signal(3));
        assertThat(new SignalLog(folder, 1 << 20).newest(10)).containsExactly(signal(3), signal(1));
    }

    @Test
    void theLogIsBounded_theNewestStay() throws IOException {
        SignalLog log = new SignalLog(folder, 2_000);
        for (int i = 0; i < 100; i++) {
            log.add(signal(i));
        }

        assertThat(Files.size(folder.resolve("signals.jsonl"))).isLessThanOrEqualTo(2_000);
        assertThat(Files.size(folder.resolve("signals.1.jsonl"))).isLessThanOrEqualTo(2_000);
        assertThat(new SignalLog(folder, 2_000).newest(1)).containsExactly(signal(99));
    }

    @Test
    void referencesAreThereAgain_aDamagedOneIsSetAside_andTheOthersStay() throws IOException {
        BaselineFolder references = new BaselineFolder(folder);
        references.save(baseline("pump-1"));
        references.save(baseline("pump/../2"));
        assertThat(references.load(10)).containsExactlyInAnyOrder(baseline("pump-1"), baseline("pump/../2"));

        Path damaged = Files.list(folder)
                .filter(file -> file.getFileName().toString().startsWith("pump-1"))
                .findFirst()
                .orElseThrow();
        Files.writeString(damaged, Files.readString(damaged).replace("\"block\":32", "\"block\":-32"));
        assertThat(references.load(10)).containsExactly(baseline("pump/../2"));
        assertThat(damaged.resolveSibling(damaged.getFileName() + ".damaged")).exists();

        references.delete("Pump", "pump/../2");
        assertThat(references.load(10)).isEmpty();
    }

    @Test
    void aModelsReference_readsBackAsItWasWritten_byteForByte() throws IOException {
        Reference reference = new Reference(7, Map.of("score", SHARES, "flow", SHARES));

        assertThat(Reference.parse(reference.json())).isEqualTo(reference);
        assertThat(Reference.parse(reference.json()).json()).isEqualTo(reference.json());
    }

    @Test
    void aHostileReference_isRefused() {
        for (String json : List.of(
                "{}",
                "{\"rows\":7,\"subjects\":{}}",
                "{\"rows\":7,\"subjects\":{\"a\":{\"edges\":[1,0],\"shares\":[0.5,0.25,0.25]}}}",
                "{\"rows\":7,\"subjects\":{\"a\":{\"edges\":[0],\"shares\":[1,0]}}}",
                "{\"rows\":7,\"subjects\":{\"a\":null}}",
                "{\"rows\":7,\"subjects\":{\"a\":{\"edges\":[\"NaN\"],\"shares\":[0.5,0.5]}}}",
                "[" + "[".repeat(5_000))) {
            assertThatThrownBy(() -> Reference.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .as(json.substring(0, Math.min(60, json.length())))
                    .isInstanceOf(IOException.class);
        }
    }
}
