// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Engine;
import io.ganglion.dl4j.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build says of a model that is not what its recipe requires. */
class GateTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final Optional<Engine> COMPILED =
            ServiceLoader.load(Engine.class).findFirst();

    private static byte[] network;
    private static Probes probes;

    @TempDir
    Path files;

    @BeforeAll
    static void train() throws Exception {
        Backend.start(Path.of("target", "javacpp"));
        Recipe recipe = Fleet.recipe("");
        List<Observation> rows = Fleet.device("a", 0, 1000);
        Series device = Series.of(recipe, Split.of(List.of(rows), 0.4), rows);
        Windows windows = new Windows(1, 1e9);
        windows.add(Normaliser.ofFleet(recipe, List.of(device)), device, 0, 600);
        try (Autoencoder autoencoder = new Autoencoder(recipe)) {
            network = NetworkArchive.of(autoencoder.network());
            probes = Probes.of(autoencoder, windows, 2, 3);
        }
    }

    private static Card card(List<String> limits) {
        Card.Metrics metrics = new Card.Metrics(
                100, 0, 3, 2, 0.1, 0.2, 1, 0.25, 0.2, List.of(new Card.Detection("leak", 12, 9, 0.5, 4)));
        return new Card(
                "swing",
                "1.0.0",
                "Swing",
                "a test",
                limits,
                new Card.Origin(DIGEST, DIGEST, DIGEST, 3, "io.ganglion.learning 0.1.0", 1000, Map.of()),
                Card.Platform.here("CpuBackend"),
                metrics,
                null);
    }

    private void check(String require) {
        check(require, card(List.of("a test")), COMPILED);
    }

    private void check(String require, Card card, Optional<Engine> engine) {
        Gate.check(Fleet.recipe("require: " + require + "\n"), card, network, probes, engine, files);
    }

    @Test
    void whatIsReached_passes() {
        assertThat(COMPILED).isPresent();
        assertThatCode(() -> check("{falseAlarmRate: 0.25, detected: {leak: 9}, recall: {leak: 0.5}, kilobytes: 10,"
                        + " multiplyAdds: 48}"))
                .doesNotThrowAnyException();
    }

    @Test
    void aFloorThatIsNotReached_breaksTheBuild_withValueAndNextStep() {
        assertThatThrownBy(() -> check("{falseAlarmRate: 0.2, detected: {leak: 10}, recall: {leak: 0.6}}"))
                .hasMessageContaining("falseAlarmRate is 0.2500, at most 0.2000 is required. Next:")
                .hasMessageContaining("leak is found in 9 of 12 devices, at least 10 are required. Next:")
                .hasMessageContaining("leak is flagged in 0.5000 of its rows");
    }

    @Test
    void aBudgetThatIsExceeded_breaksTheBuild() throws Exception {
        Files.write(files.resolve("network.zip"), new byte[11 * 1024]);

        assertThatThrownBy(() -> check("{kilobytes: 10, multiplyAdds: 47}"))
                .hasMessageContaining("the model's files hold 11 kB, at most 10 are budgeted")
                .hasMessageContaining("a row costs 48 multiply-adds, at most 47 are budgeted");
    }

    @Test
    void aFaultThatTheRecipeDoesNotTry_isNamed() {
        assertThatThrownBy(() -> check("{detected: {leek: 1}}"))
                .hasMessageContaining("leek")
                .hasMessageContaining("[leak]");
    }

    @Test
    void anIncompleteCard_breaksTheBuild() {
        assertThatThrownBy(() -> check("{}", card(List.of()), COMPILED)).hasMessageContaining("the card has no limits");
    }

    @Test
    void probesThatTheEngineIsOff_breakTheBuild() {
        float[][] outputs = new float[probes.outputs().length][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = probes.outputs()[i].clone();
        }
        outputs[7][1] += 0.01f;
        Probes off = new Probes(probes.inputs(), outputs);

        assertThatThrownBy(() -> Gate.check(
                        Fleet.recipe("require: {}\n"), card(List.of("a test")), network, off, COMPILED, files))
                .hasMessageContaining("engine compiled is off the golden probes by");
        assertThatThrownBy(() -> check("{}", card(List.of("a test")), Optional.empty()))
                .hasMessageContaining("no engine is on the class path");
    }
}
