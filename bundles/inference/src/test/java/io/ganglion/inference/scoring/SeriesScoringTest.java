// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import io.ganglion.inference.Rows;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** A memory that reconstructs 12 steps of 3 inputs, trained by Deeplearning4j. */
class SeriesScoringTest {
    private static final int STEPS = 12;
    private static final int INPUTS = 3;
    private static final byte[] ZIP = Fixtures.read("lstm-autoencoder.zip");
    private final Contract contract = Rows.contract("1.0.0", "a0", "a1", "a2");
    private final Rows rows = new Rows(3);

    @Test
    void aDevice_isScoredOnceItHasAllSteps_byItsNewestStepAlone() throws Exception {
        Network network = new CompiledEngine().load(ZIP, STEPS);
        List<Insight> insights = new ArrayList<>();
        try (ScoringOperator operator = operator(spec(1, 0), network)) {
            for (int row = 1; row <= 20; row++) {
                operator.take(rows.next(contract, "pump-1", rows.near(10, INPUTS)));
                operator.flush(insights::add);
                assertThat(insights).hasSize(Math.max(0, row - STEPS + 1));
            }
        }
        for (int i = 0; i < insights.size(); i++) {
            assertThat(insights.get(i).score()).isCloseTo(naive(network, i), within(1e-6));
        }
    }

    @Test
    void smoothing_reachesBackOverWholeSeries_alsoForADeviceThatIsNewHere() throws Exception {
        Network network = new CompiledEngine().load(ZIP, STEPS);
        ModelSpec spec = spec(4, 0);
        assertThat(spec.rows()).isEqualTo(STEPS + 3);
        for (int row = 1; row < STEPS + 3; row++) {
            rows.next(contract, "pump-1", rows.near(10, INPUTS));
        }
        List<Insight> insights = new ArrayList<>();
        try (ScoringOperator operator = operator(spec, network)) {
            operator.take(rows.next(contract, "pump-1", rows.near(10, INPUTS)));
            operator.flush(insights::add);
        }
        double mean = (naive(network, 0) + naive(network, 1) + naive(network, 2) + naive(network, 3)) / 4;
        assertThat(insights.get(0).score()).isCloseTo(mean, within(1e-6));
    }

    @Test
    void offline_theSameScores_andACommissionedThreshold_comeOut() throws Exception {
        for (int row = 0; row < 60; row++) {
            rows.next(contract, "pump-1", rows.near(10, INPUTS));
        }
        List<Observation> observations = rows.of("pump-1");
        OfflineScoring scoring = new OfflineScoring();
        Network network = new CompiledEngine().load(ZIP, STEPS);
        double[] scores = scoring.scores(spec(1, 0), ZIP, observations);
        for (int i = 0; i < scores.length; i++) {
            if (i < STEPS - 1) {
                assertThat(scores[i]).isNaN();
            } else {
                assertThat(scores[i]).isCloseTo(naive(network, i - STEPS + 1), within(1e-6));
            }
        }
        ModelSpec own = scoring.commission(spec(1, 60), ZIP, observations);
        double greatest = 0;
        for (double score : scoring.scores(own, ZIP, observations)) {
            greatest = Double.isNaN(score) ? greatest : Math.max(greatest, score);
        }
        assertThat(own.threshold()).isCloseTo(2 * greatest, within(1e-9));
        assertThatThrownBy(() -> scoring.commission(spec(1, 60), ZIP, observations.subList(0, 7)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("a series of 12 steps needs as many good rows to commission on: rows=7");
    }

    @Test
    void aNetworkOfOtherSteps_doesNotFit_andSaysWhatItTakes() throws Exception {
        Network network = new CompiledEngine().load(Fixtures.read("lstm-last.zip"), STEPS);
        assertThatThrownBy(() -> Fitness.check(spec(1, 0), network))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "the network must reconstruct the 3 inputs of model.json over 12 steps: it takes 36 and gives 4");
        assertThatThrownBy(() -> Fitness.check(spec(1, 5), new CompiledEngine().load(ZIP, STEPS)))
                .isInstanceOf(ModelException.class)
                .hasMessage("commissioning.rows must be at least steps: commissioning.rows=5 steps=12");
    }

    @Test
    void aModelOfBefore_whoseFileSaysNothingOfSteps_takesPlainRows() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String before = json.writeValueAsString(spec(1, 0)).replace("\"steps\":12,", "");
        assertThat(before).doesNotContain("steps");
        assertThat(json.readValue(before, ModelSpec.class).steps()).isEqualTo(1);
        assertThat(json.readValue(json.writeValueAsString(spec(1, 0)), ModelSpec.class))
                .isEqualTo(spec(1, 0));
    }

    private static ModelSpec spec(int smoothing, int commissioning) {
        List<ModelSpec.Input> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(new ModelSpec.Input("a" + i, ModelSpec.Transform.IDENTITY, 10, 1, 1));
        }
        return new ModelSpec(
                "Pump", inputs, 1, STEPS, smoothing, 100, new ModelSpec.Commissioning(commissioning, 1, 2));
    }

    private static ScoringOperator operator(ModelSpec spec, Network network) {
        LoadedModel model =
                new LoadedModel(ModelId.parse("pump@1.0.0"), spec, network, new LongAdder(), Commissions.NONE);
        Routes routes = new Routes(Map.of("Pump", model));
        return new ScoringOperator(() -> routes, 10);
    }

    /** Of the series that begins at a row. */
    private double naive(Network network, int first) {
        float[] in = new float[STEPS * INPUTS];
        for (int step = 0; step < STEPS; step++) {
            double[] values = rows.of("pump-1").get(first + step).values();
            for (int i = 0; i < INPUTS; i++) {
                in[step * INPUTS + i] = (float) (values[i] - 10);
            }
        }
        float[] out = new float[in.length];
        network.newRunner().run(in, 1, out);
        double sum = 0;
        for (int i = in.length - INPUTS; i < in.length; i++) {
            sum += (in[i] - out[i]) * (double) (in[i] - out[i]) / INPUTS;
        }
        return sum;
    }
}
