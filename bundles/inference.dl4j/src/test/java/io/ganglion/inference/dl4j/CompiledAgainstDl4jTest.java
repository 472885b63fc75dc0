// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.Network;
import io.ganglion.dl4j.Backend;
import io.ganglion.inference.compiled.CompiledEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Two engines, one truth: architectures drawn by seed give the same numbers in all of them. */
class CompiledAgainstDl4jTest {
    private static final Dl4jEngine REFERENCE = new Dl4jEngine(Backend.start(Path.of("target", "javacpp")));
    private static final Engine[] ENGINES = {new CompiledEngine(), CompiledEngine.inPlainLoops(), REFERENCE};
    private static final int NETWORKS = 240;
    private static final int ROWS = 5;

    @Test
    void anyArchitecture_givesWhatDeeplearning4jGives_within1e5() throws Exception {
        for (long seed = 1; seed <= NETWORKS; seed++) {
            RandomNetwork drawn = new RandomNetwork(seed);
            boolean graph = seed % 3 == 0;
            Model model = Backend.pinned(() -> graph ? drawn.graph() : drawn.chain());
            float[] rows = rows(seed, ROWS * drawn.steps * drawn.features);
            float[] expected = Backend.pinned(() -> output(drawn, model, rows));
            byte[] zip = archive(model);
            // A merge of series with the features last: Deeplearning4j forgets its axis when it reads its own archive.
            boolean forgotten = drawn.featuresLast && drawn.layers.contains("merge");
            for (Engine engine : ENGINES) {
                if (engine == REFERENCE && forgotten) {
                    continue;
                }
                try (Network network = engine.load(zip, drawn.steps)) {
                    assertThat(network.inputs()).isEqualTo(drawn.steps * drawn.features);
                    float[] out = new float[expected.length];
                    assertThat(ROWS * network.outputs()).isEqualTo(expected.length);
                    network.newRunner().run(rows, ROWS, out);
                    alike(engine.name() + ", seed " + seed + ": " + drawn.layers, expected, out);
                }
            }
        }
    }

    private static void alike(String what, float[] expected, float[] out) {
        for (int i = 0; i < expected.length; i++) {
            double scale = Math.max(1, Math.abs(expected[i]));
            assertThat((double) out[i])
                    .as("%s, number %d", what, i)
                    .isCloseTo(expected[i], Offset.offset(1e-5 * scale));
        }
    }

    /** Step after step, as engines take and give them. */
    private static float[] output(RandomNetwork drawn, Model model, float[] rows) {
        INDArray in = drawn.isSeries()
                ? Nd4j.create(rows, new long[] {ROWS, drawn.steps, drawn.features}, 'c')
                : Nd4j.create(rows, new long[] {ROWS, drawn.features}, 'c');
        boolean turned = drawn.isSeries() && !drawn.featuresLast;
        INDArray turnedIn = turned ? in.permute(0, 2, 1).dup('c') : in;
        INDArray out = model instanceof ComputationGraph graph
                ? graph.outputSingle(turnedIn)
                : ((MultiLayerNetwork) model).output(turnedIn);
        return (out.rank() == 3 && !drawn.featuresLast ? out.permute(0, 2, 1) : out)
                .dup('c')
                .data()
                .asFloat();
    }

    private static float[] rows(long seed, int count) {
        Random dice = new Random(seed);
        float[] rows = new float[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (float) dice.nextGaussian();
        }
        return rows;
    }

    private static byte[] archive(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelSerializer.writeModel(model, out, false);
        return out.toByteArray();
    }
}
