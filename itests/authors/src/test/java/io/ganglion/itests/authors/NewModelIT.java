// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.authors;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code cnf/new-model-test}: what {@code cnf/new-model} makes trains, is tested and packaged, and has a floor that holds. */
class NewModelIT {
    private static final int PATIENCE_S = 1_200;

    @Test
    void aNewModelTrainsAndIsPackaged_andNotBelowItsFloor() throws IOException {
        Path root = Ganglion.underTest().root();
        ProcessBuilder script =
                new ProcessBuilder(root.resolve("cnf/new-model-test").toString()).directory(root.toFile());
        // What it needs, this very build has fetched.
        script.environment().put("MAVEN_OFFLINE", "true");
        Ganglion.Output output = Ganglion.run(script, PATIENCE_S);
        assertThat(output.code()).as(output.text()).isZero();
        assertThat(output.text()).contains("does not pass below its floor");
    }
}
