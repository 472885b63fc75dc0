// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import io.ganglion.inference.Rows;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringOperatorTest {
    private final Contract contract = Rows.contract("1.0.0", Rows.names());
    private final Rows rows = new Rows(5);
    private final List<Insight> insights = new ArrayList<>();
    private final List<String> commissioned = new ArrayList<>();
    private Routes routes = Routes.NONE;
    private ScoringOperator operator;

    @BeforeEach
    void open() {
        operator = new ScoringOperator(() -> routes, 1_000);
    }

    @Test
    void withoutAModel_thereIsNoInsight() {
        take("pump-1", 10);
        assertThat(flushed()).isEmpty();
    }

    @Test
    void aScore_isTheMeanSquaredErrorOverInputs_andItsPartsAddUp() throws Exception {
        LoadedModel model = serve("1.0.0", Rows.spec(1, 1, 0));
        double[] values = rows.near(11, 8);
        operator.take(rows.next(contract, "pump-1", values));
        Insight insight = flushed().get(0);
        assertThat(insight.score()).isCloseTo(naiveScore(values), within(1e-6));
        assertThat(Arrays.stream(insight.errors()).sum()).isCloseTo(insight.score(), within(1e-9));
        assertThat(insight.verdict()).isEqualTo(Condition.NORMAL);
        assertThat(insight.threshold()).isEqualTo(100);
        assertThat(insight.model()).isEqualTo(ModelId.parse("pump@1.0.0"));
        assertThat(model.scored().sum()).isEqualTo(1);
    }

    @Test
    void insights_comeInTheOrderOfTaking_overDevicesAndBatches() throws Exception {
        serve("1.0.0", Rows.spec(1, 3, 0));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String device = "pump-" + i * 7 % 13;
            taken.add(device);
            take(device, 10 + i);
            if (i % 17 == 0) {
                operator.flush(insights::add);
            }
        }
        assertThat(flushed())
                .extracting(insight -> insight.observation().device())
                .isEqualTo(taken);
    }

    @Test
    void batching_neverChangesAScore() throws Exception {
        serve("1.0.0", Rows.spec(2, 5, 20));
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            values.add(rows.near(10 + i % 3, 8));
        }
        List<Double> together = scores(values, 1_000);
        commissioned.clear();
        serve("1.0.0", Rows.spec(2, 5, 20));
        assertThat(scores(values, 1)).isEqualTo(together);
    }

    @Test
    void smoothing_averagesTheLastRowScores_alsoForADeviceThatIsNewHere() throws Exception {
        serve("1.0.0", Rows.spec(1, 1, 0));
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            take("pump-1", 10 + i);
            sum += flushed().get(0).score();
            insights.clear();
        }
        serve("1.1.0", Rows.spec(1, 5, 0));
        take("pump-1", 12);
        double newest = naiveScore(rows.of("pump-1").get(4).values());
        assertThat(flushed().get(0).score()).isCloseTo((sum + newest) / 5, within(1e-6));
    }

    @Test
    void aWindow_averagesEachInput_skippingWhatIsMissing() throws Exception {
        serve("1.0.0", Rows.spec(3, 1, 0));
        operator.take(rows.next(contract, "pump-1", 10, 10, 10, 10, 10, 10, 10, 10));
        operator.take(rows.next(contract, "pump-1", 12, 12, 12, 12, 12, 12, 12, Double.NaN));
        operator.take(rows.next(contract, "pump-1", 14, 14, 14, 14, 14, 14, 14, 14));
        double[] means = {12, 12, 12, 12, 12, 12, 12, 12};
        assertThat(flushed().get(2).score()).isCloseTo(naiveScore(means), within(1e-6));
    }

    @Test
    void aMissingValue_countsAsTheMean_andDoesNotAddToTheScore() throws Exception {
        serve("1.0.0", Rows.spec(1, 1, 0));
        operator.take(rows.next(contract, "pump-1", 11, 11, 11, Double.NaN, 11, 11, 11, 11));
        Insight insight = flushed().get(0);
        assertThat(insight.errors()[3]).isZero();
        assertThat(insight.score()).isPositive();
        operator.take(rows.next(contract, "pump-1", nothing()));
        operator.flush(insights::add);
        assertThat(insights).hasSize(1);
    }

    @Test
    void aContractThatGainsAnAttributeMidStream_changesNoScore() throws Exception {
        serve("1.0.0", Rows.spec(2, 2, 0));
        Contract wider = Rows.contract("1.1.0", "optionalNew", "a7", "a6", "a5", "a4", "a3", "a2", "a1", "a0");
        Rows other = new Rows(5);
        ScoringOperator reference = new ScoringOperator(() -> routes, 10);
        List<Insight> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double[] values = rows.near(10 + i, 8);
            reference.take(other.next(contract, "pump-1", values));
            operator.take(i < 3 ? rows.next(contract, "pump-1", values) : rows.next(wider, "pump-1", reversed(values)));
        }
        reference.flush(expected::add);
        assertThat(flushed())
                .extracting(Insight::score)
                .isEqualTo(expected.stream().map(Insight::score).toList());
        assertThat(insights.get(5).errors()).hasSize(9).startsWith(0.0);
        assertThat(insights.get(5).errors()[8]).isEqualTo(expected.get(5).errors()[0]);
    }

    @Test
    void commissioning_takesTheFirstGoodRows_thenJudgesByTheDevicesOwnNormal() throws Exception {
        serve("1.0.0", Rows.spec(1, 1, 50));
        for (int i = 0; i < 50; i++) {
            take("pump-1", 500);
        }
        assertThat(flushed())
                .allMatch(insight -> insight.verdict() == Condition.COMMISSIONING)
                .allMatch(insight -> Double.isNaN(insight.threshold()));
        assertThat(commissioned).containsExactly("pump-1 50");
        insights.clear();
        take("pump-1", 500);
        take("pump-1", 510);
        assertThat(flushed()).extracting(Insight::verdict).containsExactly(Condition.NORMAL, Condition.ANOMALOUS);
    }

    @Test
    void rowsThatLackARequiredValue_doNotCommission() throws Exception {
        serve("1.0.0", Rows.spec(1, 1, 2));
        for (int i = 0; i < 5; i++) {
            operator.take(rows.next(contract, "pump-1", Double.NaN, 1, 2, 3, 4, 5, 6, 7));
        }
        assertThat(flushed()).hasSize(5).allMatch(insight -> insight.verdict() == Condition.COMMISSIONING);
        assertThat(commissioned).isEmpty();
    }

    @Test
    void aForgottenNormal_isLearnedAnew_fromTheNextRow() throws Exception {
        LoadedModel model = serve("1.0.0", Rows.spec(1, 1, 10));
        for (int i = 0; i < 12; i++) {
            take("pump-1", 500);
        }
        assertThat(model.forget("pump-1")).isTrue();
        for (int i = 0; i < 11; i++) {
            take("pump-1", 700);
        }
        List<Condition> verdicts = flushed().stream().map(Insight::verdict).toList();
        assertThat(verdicts.subList(12, 22)).containsOnly(Condition.COMMISSIONING);
        assertThat(verdicts.get(22)).isEqualTo(Condition.NORMAL);
        assertThat(commissioned).hasSize(2);
    }

    @Test
    void aModelSwapMidStream_losesNoRow_andABatchKeepsTheRouteItBeganWith() throws Exception {
        LoadedModel first = serve("1.0.0", Rows.spec(1, 1, 0));
        take("pump-1", 10);
        LoadedModel second = serve("1.1.0", Rows.spec(1, 1, 0));
        first.retire();
        take("pump-1", 10);
        assertThat(flushed())
                .extracting(insight -> insight.model().version().toString())
                .containsExactly("1.0.0", "1.0.0");
        take("pump-1", 10);
        assertThat(flushed())
                .extracting(insight -> insight.model().version().toString())
                .endsWith("1.1.0")
                .hasSize(3);
        assertThat(first.acquire()).isFalse();
        assertThat(second.acquire()).isTrue();
    }

    @Test
    void wildValues_giveAFiniteScore_andAreAnomalous() throws Exception {
        serve("1.0.0", Rows.spec(1, 1, 0));
        operator.take(rows.next(contract, "pump-1", 1e300, -1e300, 1e12, 0, 0, 0, 0, 0));
        assertThat(flushed().get(0).score()).isFinite().isGreaterThan(100);
        assertThat(insights.get(0).verdict()).isEqualTo(Condition.ANOMALOUS);
    }

    @Test
    void moreDevicesThanTheLimit_areAllScored_inBoundedMemory() throws Exception {
        serve("1.0.0", Rows.spec(1, 3, 10));
        operator = new ScoringOperator(() -> routes, 5);
        for (int i = 0; i < 100; i++) {
            take("pump-" + i, 10);
        }
        assertThat(flushed()).hasSize(100);
    }

    @Test
    void offlineScores_areTheScoresOfTheNode() throws Exception {
        ModelSpec spec = Rows.spec(2, 4, 0);
        serve("1.0.0", spec);
        for (int i = 0; i < 600; i++) {
            take("pump-" + i % 3, 10 + i % 5);
        }
        flushed();
        List<io.ganglion.api.contract.Observation> all =
                insights.stream().map(Insight::observation).toList();
        double[] offline = new OfflineScoring().scores(spec, Fixtures.read("pump.zip"), all);
        for (int i = 0; i < offline.length; i++) {
            assertThat(offline[i])
                    .isCloseTo(
                            insights.get(i).score(),
                            within(1e-4 * insights.get(i).score()));
        }
    }

    @Test
    void modelOfOneMajor_neverScoresARowOfTheNext_andEachHasItsOwn() throws Exception {
        LoadedModel first = load("1.0.0", Rows.spec(1, 3, 0), new Majors(1, 1));
        routes = new Routes(List.of(first));
        Contract second = Rows.contract("2.0.0", Rows.names());
        operator.take(rows.next(contract, "pump-1", rows.near(10, 8)));
        operator.take(rows.next(second, "pump-2", rows.near(10, 8)));
        assertThat(flushed())
                .extracting(insight -> insight.observation().device())
                .containsExactly("pump-1");
        LoadedModel next = load("2.0.0", Rows.spec(1, 3, 0), new Majors(2, 2));
        routes = new Routes(List.of(next, first));
        insights.clear();
        operator.take(rows.next(second, "pump-3", rows.near(10, 8)));
        operator.take(rows.next(contract, "pump-1", rows.near(10, 8)));
        operator.take(rows.next(second, "pump-2", rows.near(10, 8)));
        assertThat(flushed())
                .extracting(insight -> insight.model().version().getMajor())
                .containsExactly(2, 1, 2);
        assertThat(first.scored().sum()).isEqualTo(2);
    }

    @Test
    void offlineCommissioning_givesTheThresholdOfTheNode() throws Exception {
        ModelSpec spec = Rows.spec(1, 3, 40);
        serve("1.0.0", spec);
        for (int i = 0; i < 41; i++) {
            take("pump-1", 20);
        }
        ModelSpec own = new OfflineScoring().commission(spec, Fixtures.read("pump.zip"), rows.of("pump-1"));
        assertThat(own.commissioning().rows()).isZero();
        assertThat(own.threshold()).isCloseTo(flushed().get(40).threshold(), within(1e-4 * own.threshold()));
    }

    private LoadedModel serve(String version, ModelSpec spec) throws Exception {
        LoadedModel model = load(version, spec, Majors.ALL);
        routes = new Routes(Map.of("Pump", model));
        return model;
    }

    private LoadedModel load(String version, ModelSpec spec, Majors majors) throws Exception {
        return new LoadedModel(
                ModelId.parse("pump@" + version),
                spec,
                majors,
                new CompiledEngine().load(Fixtures.read("pump.zip")),
                new LongAdder(),
                new Commissions(100, (by, device, first) -> commissioned.add(device + " " + first.rows())));
    }

    private List<Double> scores(List<double[]> values, int batch) {
        Rows fresh = new Rows(1);
        List<Insight> all = new ArrayList<>();
        try (ScoringOperator own = new ScoringOperator(() -> routes, 10)) {
            for (int i = 0; i < values.size(); i++) {
                own.take(fresh.next(contract, "pump-1", values.get(i)));
                if (i % batch == 0) {
                    own.flush(all::add);
                }
            }
            own.flush(all::add);
        }
        return all.stream().map(Insight::score).toList();
    }

    private void take(String device, double mean) {
        operator.take(rows.next(contract, device, rows.near(mean, 8)));
    }

    private List<Insight> flushed() {
        operator.flush(insights::add);
        return insights;
    }

    private static double naiveScore(double[] values) throws Exception {
        Network network = new CompiledEngine().load(Fixtures.read("pump.zip"));
        float[] in = new float[8];
        float[] out = new float[8];
        for (int i = 0; i < 8; i++) {
            in[i] = (float) (values[i] - 10);
        }
        network.newRunner().run(in, 1, out);
        double sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Math.pow((double) in[i] - out[i], 2) / 8;
        }
        return sum;
    }

    private static double[] nothing() {
        double[] values = new double[8];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[] reversed(double[] values) {
        double[] wider = new double[9];
        wider[0] = 1;
        for (int i = 0; i < 8; i++) {
            wider[1 + i] = values[7 - i];
        }
        return wider;
    }
}
