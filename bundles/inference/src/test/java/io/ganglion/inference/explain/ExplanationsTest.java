// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.explanation.Explanation.Method;
import io.ganglion.api.explanation.Explanation.Part;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import io.ganglion.inference.Rows;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import io.ganglion.inference.scoring.Commissions;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Majors;
import io.ganglion.inference.scoring.Routes;
import io.ganglion.inference.scoring.ScoringOperator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class ExplanationsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HEALTHY = 400;
    private static final int FAULT = 60;
    private static final Contract CONTRACT = Rows.contract("1.0.0", Rows.names());

    private final Ledger ledger = new Ledger();
    private final List<Insight> live = new ArrayList<>();
    private LoadedModel model;
    private Explanations explanations;

    /** Healthy rows, the first of which commission the device, then rows on which a3 is far from where it was. */
    @BeforeEach
    void run() throws Exception {
        model = load("1.0.0", "pump", Rows.spec(5, 10, 200));
        Rows rows = new Rows(4);
        Routes routes = new Routes(Map.of("Pump", model));
        try (ScoringOperator operator = new ScoringOperator(() -> routes, 10)) {
            for (int i = 0; i < HEALTHY + FAULT; i++) {
                double[] values = rows.near(10, Rows.INPUTS);
                values[3] += i >= HEALTHY ? 4 : 0;
                operator.take(rows.next(CONTRACT, "pump-1", values));
                operator.flush(live::add);
            }
        }
        for (Observation row : rows.of("pump-1")) {
            ledger.add(new Observation(
                    CONTRACT, "pump-1", "urn:pump-1", time(row.time()), 0, row.values(), row.good(), List.of()));
        }
        explanations = explaining(List.of(model), Optional.empty());
    }

    private static long time(long row) {
        return (1_700_000_000L + row) * SECOND;
    }

    private static Instant at(long row) {
        return Instant.ofEpochSecond(1_700_000_000L + row);
    }

    private static LoadedModel load(String version, String network, ModelSpec spec) throws Exception {
        Network loaded = new CompiledEngine().load(Fixtures.read(network + ".zip"), spec.steps());
        return new LoadedModel(
                new ModelId("pump-anomaly", Version.parseVersion(version)),
                spec,
                Majors.ALL,
                loaded,
                new LongAdder(),
                new Commissions(10, (which, device, rows) -> {}));
    }

    private Explanations explaining(List<LoadedModel> loaded, Optional<ModelId> then) {
        Routes routes = new Routes(Map.of("Pump", loaded.get(0)));
        return new Explanations(ledger, new Answers(() -> loaded, () -> routes, (contract, device, time) -> then));
    }

    @Test
    void theErrorSplit_isTheInsightThatWasAnswered_andNamesTheSensorThatLeft() {
        int last = HEALTHY + FAULT - 1;
        Explanation explanation = explanations.explain("Pump", "pump-1", at(last), Method.RECONSTRUCTION);
        Insight insight = live.get(last);
        assertThat(explanation.score()).isCloseTo(insight.score(), Offset.offset(1e-9 * insight.score()));
        assertThat(explanation.threshold()).isEqualTo(insight.threshold());
        assertThat(explanation.score()).isGreaterThan(explanation.threshold());
        assertThat(explanation.baseline()).isZero();
        assertThat(explanation.parts()).hasSize(Rows.INPUTS);
        Part first = explanation.parts().get(0);
        assertThat(first.attribute()).isEqualTo("a3");
        assertThat(first.contribution()).isCloseTo(insight.errors()[3], Offset.offset(1e-9 * insight.score()));
        assertThat(first.value()).isEqualTo(ledger.all().get(last).values()[3]);
        assertThat(first.unitCode()).isEqualTo("C62");
        assertThat(explanation.model()).isEqualTo(model.id());
    }

    @Test
    void theNormalExample_isARowBeforeTheEpisode_howeverLongItLasts() {
        Explanation explanation =
                explanations.explain("Pump", "pump-1", at(HEALTHY + FAULT - 1), Method.RECONSTRUCTION);
        Instant normalAt = explanation.normalAt().orElseThrow();
        assertThat(normalAt).isBefore(at(HEALTHY));
        int row = (int) (normalAt.getEpochSecond() - 1_700_000_000L);
        for (Part part : explanation.parts()) {
            int column = CONTRACT.column(part.attribute());
            assertThat(part.normal()).isEqualTo(ledger.all().get(row).values()[column]);
            assertThat(part.normal()).isBetween(9.0, 11.0);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void contributionsAndBaseline_addUpToTheScore(Method method) {
        for (int row : new int[] {HEALTHY - 1, HEALTHY + 3, HEALTHY + FAULT - 1}) {
            Explanation explanation = explanations.explain("Pump", "pump-1", at(row), method);
            double sum = explanation.baseline()
                    + explanation.parts().stream()
                            .mapToDouble(Part::contribution)
                            .sum();
            double way = Math.abs(explanation.score() - explanation.baseline());
            assertThat(sum).as("%s at row %d", method, row).isCloseTo(explanation.score(), Offset.offset(2e-3 * way));
            assertThat(explanation.parts())
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Part::contribution).reversed());
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethod_blamesTheSensorThatLeft(Method method) {
        Explanation explanation = explanations.explain("Pump", "pump-1", at(HEALTHY + FAULT - 1), method);
        assertThat(explanation.parts().get(0).attribute()).isEqualTo("a3");
    }

    @Test
    void anAbsentInput_hasNoPart_inAnyMethod() {
        Observation last = ledger.all().get(ledger.all().size() - 1);
        for (int i = 1; i <= 20; i++) {
            double[] values = last.values().clone();
            values[5] = Double.NaN;
            ledger.add(new Observation(
                    CONTRACT, "pump-1", "urn:pump-1", last.time() + i * SECOND, 0, values, 0xdf, List.of()));
        }
        for (Method method : Method.values()) {
            Explanation explanation = explanations.explain("Pump", "pump-1", at(HEALTHY + FAULT + 19), method);
            Part absent = explanation.parts().stream()
                    .filter(part -> part.attribute().equals("a5"))
                    .findFirst()
                    .orElseThrow();
            assertThat(absent.value()).isNaN();
            assertThat(absent.contribution()).as("%s", method).isCloseTo(0, Offset.offset(1e-9));
        }
    }

    @Test
    void theModelThatAnsweredThen_explains_whereItIsStillHere() throws Exception {
        LoadedModel older = load("0.9.0", "pump", Rows.spec(1, 1, 0));
        Explanations both = explaining(List.of(model, older), Optional.of(older.id()));
        assertThat(both.explain("Pump", "pump-1", at(410), Method.RECONSTRUCTION)
                        .model())
                .isEqualTo(older.id());
        Explanations gone = explaining(List.of(model), Optional.of(older.id()));
        assertThat(gone.explain("Pump", "pump-1", at(410), Method.RECONSTRUCTION)
                        .model())
                .isEqualTo(model.id());
    }

    @Test
    void smallSteps_sayWhatTheWayBackSays() throws Exception {
        Network known = model.network();
        Network foreign = new Network() {
            @Override
            public int inputs() {
                return known.inputs();
            }

            @Override
            public int outputs() {
                return known.outputs();
            }

            @Override
            public Runner newRunner() {
                return known.newRunner();
            }

            @Override
            public void close() {}
        };
        RowScore exact = RowScore.of(known, Rows.INPUTS);
        RowScore stepped = RowScore.of(foreign, Rows.INPUTS);
        assertThat(stepped).isInstanceOf(SteppedSlopes.class);
        double[] row = {0.5, -1, 2, 0.1, 0, 1.5, -0.3, 0.8};
        double[] one = new double[8];
        double[] other = new double[8];
        exact.slopes(row, 0xf7, one);
        stepped.slopes(row, 0xf7, other);
        assertThat(other).containsExactly(one, Offset.offset(1e-3));
        assertThat(stepped.at(row, 0xf7)).isCloseTo(exact.at(row, 0xf7), Offset.offset(1e-5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm-autoencoder", "cnn-autoencoder"})
    void aSeries_isExplainedToo_overAllItsSteps(String network) throws Exception {
        ModelSpec plain = Rows.spec(1, 3, 0);
        ModelSpec series = new ModelSpec(
                "Pump", plain.inputs().subList(2, 5), 1, 12, 3, 0.5, new ModelSpec.Commissioning(0, 0.99, 1.5));
        Explanations over = explaining(List.of(load("2.0.0", network, series)), Optional.empty());
        for (Method method : Method.values()) {
            Explanation explanation = over.explain("Pump", "pump-1", at(HEALTHY + 20), method);
            double sum = explanation.baseline()
                    + explanation.parts().stream()
                            .mapToDouble(Part::contribution)
                            .sum();
            assertThat(sum)
                    .as("%s of %s", method, network)
                    .isCloseTo(
                            explanation.score(),
                            Offset.offset(2e-3 * Math.abs(explanation.score() - explanation.baseline())));
            assertThat(explanation.parts().get(0).attribute()).isEqualTo("a3");
        }
    }

    @Test
    void whatCannotBeExplained_saysWhy_andWhatThereIs() {
        assertThatThrownBy(() -> explanations.explain("Pump", "pump-9", at(5), Method.RECONSTRUCTION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no rows of pump-9 under Pump are kept. Kept are [pump-1]");
        assertThatThrownBy(() -> explanations.explain("Pump", "pump-1", at(-1), Method.RECONSTRUCTION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no row of pump-1 at or before " + at(-1) + ": there are 460 from " + at(0));
        Explanations alone =
                new Explanations(ledger, new Answers(List::of, () -> Routes.NONE, (c, d, t) -> Optional.empty()));
        assertThatThrownBy(() -> alone.explain("Pump", "pump-1", at(5), Method.KERNEL_SHAP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no model answers for Pump@1.0.0");
        assertThat(explanations
                        .explain("Pump", "pump-1", Instant.MAX, Method.RECONSTRUCTION)
                        .at())
                .isEqualTo(at(HEALTHY + FAULT - 1));
    }
}
