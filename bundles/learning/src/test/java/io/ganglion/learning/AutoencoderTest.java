// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.dl4j.Backend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
    private static final Recipe RECIPE = Fleet.recipe("");

    @BeforeAll
    static void nativeCode() {
        Backend.start(Path.of("target", "javacpp"));
    }

    @Test
    void theSameRecipe_givesTheSameBytes() throws IOException {
        assertThat(trained(RECIPE)).isEqualTo(trained(RECIPE));
    }

    @Test
    void anotherSeed_givesOtherBytes() throws IOException {
        Recipe other = Fleet.recipe("training: {seed: 4, epochs: 4, batch: 16, learningRate: 0.01, patience: 2,"
                + " heldOut: 0.4, farthest: 100}\n");

        assertThat(trained(other)).isNotEqualTo(trained(RECIPE));
    }

    @Test
    void theArchive_carriesNoTimeOfItsMaking() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(trained(RECIPE)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.getTimeLocal().getYear()).isEqualTo(1980);
            }
        }
        assertThat(names).isSorted().contains("configuration.json", "coefficients.bin");
    }

    @Test
    void probes_areManyAndReachFarOut() {
        try (Autoencoder autoencoder = new Autoencoder(RECIPE)) {
            Probes probes = Probes.of(autoencoder, windows(0, 60), 2, 3);

            assertThat(List.of(probes.inputs()))
                    .hasSizeGreaterThanOrEqualTo(64)
                    .hasSameSizeAs(probes.outputs())
                    .anySatisfy(row -> assertThat(row).containsOnly(1000));
        }
    }

    private static byte[] trained(Recipe recipe) throws IOException {
        try (Autoencoder autoencoder = new Autoencoder(recipe)) {
            Autoencoder.Course course = autoencoder.fit(windows(0, 700), windows(700, 900));
            assertThat(course.bestEpoch()).isBetween(1, course.epochs());
            return NetworkArchive.of(autoencoder.network());
        }
    }

    private static Windows windows(int from, int to) {
        List<Observation> rows = Fleet.device("a", 0, 1000);
        Series device = Series.of(RECIPE, Split.of(List.of(rows), 0.4), rows);
        Windows windows = new Windows(1, 1e9);
        windows.add(Normaliser.ofFleet(RECIPE, List.of(device)), device, from, to);
        return windows;
    }
}
