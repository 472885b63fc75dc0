// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import io.ganglion.api.series.Window;
import io.ganglion.inference.compiled.CompiledEngine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.Version;

/** Scores recorded observations by the operator that scores live ones. Thread-safe. */
public final class OfflineScoring implements Scoring {
    private static final int BATCH = 256;

    private final Engine engine;

    /**
     * With the compiled engine in plain loops, whose sums come out the same to the bit on every machine: what a trainer
     * writes into a model must not depend on the lanes of its processor. For {@link java.util.ServiceLoader}.
     */
    public OfflineScoring() {
        this(CompiledEngine.inPlainLoops());
    }

    public OfflineScoring(Engine engine) {
        this.engine = engine;
    }

    /** A score is {@code NaN} where none of the model's inputs is in the observation. */
    @Override
    public double[] scores(ModelSpec spec, byte[] zip, List<Observation> observations) throws ModelException {
        ModelSpec plain = new ModelSpec(
                spec.contract(),
                spec.inputs(),
                spec.window(),
                spec.steps(),
                spec.smoothing(),
                spec.threshold(),
                new ModelSpec.Commissioning(0, 1, 1));
        Network network = engine.load(zip, spec.steps());
        Fitness.check(plain, network);
        LoadedModel model = new LoadedModel(
                new ModelId("offline", Version.emptyVersion), plain, network, new LongAdder(), Commissions.NONE);
        try {
            return scores(model, observations);
        } finally {
            model.retire();
        }
    }

    /** Takes the good rows, and no more of them than the specification asks for, unless it asks for none. */
    @Override
    public ModelSpec commission(ModelSpec spec, byte[] zip, List<Observation> rows) throws ModelException {
        Network network = engine.load(zip, spec.steps());
        try {
            Fitness.check(spec, network);
            int asked = spec.commissioning().rows();
            Trial trial = new Trial(spec.inputs().size());
            Columns columns = new Columns(spec);
            LastRows window = new LastRows(spec.window());
            double[] row = new double[spec.inputs().size()];
            for (Observation observation : rows) {
                window.add(observation);
                long present = columns.read(window, 0, row, 0);
                if (columns.isGood(observation.contract(), present) && (asked == 0 || trial.rows() < asked)) {
                    trial.add(row, 0);
                }
            }
            if (trial.rows() == 0) {
                throw new ModelException("no row to commission on has all required inputs: rows=" + rows.size());
            }
            if (trial.rows() < spec.steps()) {
                throw new ModelException("a series of " + spec.steps()
                        + " steps needs as many good rows to commission on:" + " rows=" + trial.rows());
            }
            return trial.firstRows().commissioned(spec, network);
        } finally {
            network.close();
        }
    }

    private static double[] scores(LoadedModel model, List<Observation> observations) {
        double[] scores = new double[observations.size()];
        Arrays.fill(scores, Double.NaN);
        Map<Observation, Integer> places = new IdentityHashMap<>();
        Map<String, LastRows> windows = new HashMap<>();
        Routes routes = new Routes(Map.of(model.spec().contract(), model));
        try (ScoringOperator operator = new ScoringOperator(() -> routes, Integer.MAX_VALUE)) {
            for (int i = 0; i < scores.length; i++) {
                Observation observation = observations.get(i);
                places.put(observation, i);
                LastRows window = windows.computeIfAbsent(observation.device(), device -> new LastRows(model.rows()));
                window.add(observation);
                operator.take(window);
                if (places.size() == BATCH || i == scores.length - 1) {
                    operator.flush(insight -> note(insight, places, scores));
                    places.clear();
                }
            }
        }
        return scores;
    }

    private static void note(Insight insight, Map<Observation, Integer> places, double[] scores) {
        scores[places.get(insight.observation())] = insight.score();
    }

    /** A window outside of a pipeline. */
    private static final class LastRows implements Window {
        private final Observation[] ring;
        private long count;

        LastRows(int rows) {
            ring = new Observation[rows];
        }

        void add(Observation observation) {
            ring[(int) (count++ % ring.length)] = observation;
        }

        @Override
        public int size() {
            return (int) Math.min(count, ring.length);
        }

        @Override
        public Observation get(int age) {
            return ring[(int) ((count - 1 - age) % ring.length)];
        }
    }
}
