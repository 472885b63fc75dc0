// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.commissioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.model.Commissioning.Progress;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.inference.Rows;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import io.ganglion.inference.scoring.FirstRows;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import io.ganglion.inference.scoring.ScoringOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommissioningBookTest {
    @TempDir
    Path folder;

    private final Contract contract = Rows.contract("1.0.0", Rows.names());
    private final Rows rows = new Rows(3);
    private CommissioningBook book;

    @Test
    void aCommissionedDevice_staysSo_overARestart() throws Exception {
        start();
        List<Insight> first = run(serve("1.0.0", Rows.spec(1, 2, 20)), "pump/ä ../7", 25);
        assertThat(first.get(24).verdict()).isEqualTo(Condition.NORMAL);
        start();
        List<Insight> second = run(serve("1.0.0", Rows.spec(1, 2, 20)), "pump/ä ../7", 1);
        assertThat(second.get(0).threshold()).isEqualTo(first.get(24).threshold());
        assertThat(files()).singleElement().satisfies(file -> assertThat(file.getParent())
                .isEqualTo(folder));
    }

    @Test
    void aNewVersion_findsTheNormalInTheSameRows_atOnce() throws Exception {
        start();
        LoadedModel old = serve("1.0.0", Rows.spec(1, 2, 20));
        run(old, "pump-7", 20);
        LoadedModel later = serve("1.1.0", Rows.spec(1, 5, 20));
        Insight insight = run(later, "pump-7", 1).get(0);
        assertThat(insight.verdict()).isEqualTo(Condition.NORMAL);
        assertThat(insight.threshold())
                .isNotEqualTo(run(old, "pump-7", 1).get(0).threshold());
        assertThat(run(serve("2.0.0", Rows.spec(3, 2, 20)), "pump-7", 1).get(0).verdict())
                .as("another window makes other rows")
                .isEqualTo(Condition.COMMISSIONING);
    }

    @Test
    void aVersionThatIsAlreadyLoaded_learnsOfACommissioningUnderAnother() throws Exception {
        start();
        LoadedModel later = serve("1.1.0", Rows.spec(1, 2, 20));
        run(serve("1.0.0", Rows.spec(1, 2, 20)), "pump-7", 20);
        assertThat(later.thresholds()).containsOnlyKeys("pump-7");
    }

    @Test
    void aTrialUnderWay_goesOnUnderTheNextVersion() throws Exception {
        start();
        run(serve("1.0.0", Rows.spec(1, 2, 20)), "pump-7", 15);
        List<Insight> insights = run(serve("1.1.0", Rows.spec(1, 2, 20)), "pump-7", 6);
        assertThat(insights.get(4).verdict()).isEqualTo(Condition.COMMISSIONING);
        assertThat(insights.get(5).verdict()).isEqualTo(Condition.NORMAL);
    }

    @Test
    void theList_tellsHowFarEachDeviceIs() throws Exception {
        start();
        LoadedModel model = serve("1.0.0", Rows.spec(1, 2, 20));
        run(model, "pump-2", 20);
        run(model, "pump-1", 7);
        book.serving(List.of(model));
        assertThat(book.list()).hasSize(2);
        Progress waiting = book.list().get(0);
        assertThat(waiting).isEqualTo(new Progress("pump-1", "Pump", model.id(), 7, 20, Double.NaN));
        assertThat(book.list().get(1).threshold()).isPositive();
    }

    @Test
    void aRecommissionedDevice_beginsAnew_alsoAfterARestart() throws Exception {
        start();
        LoadedModel model = serve("1.0.0", Rows.spec(1, 2, 20));
        run(model, "pump-7", 25);
        assertThat(book.recommission("pump-7")).isTrue();
        assertThat(book.recommission("pump-8")).isFalse();
        assertThat(files()).isEmpty();
        assertThat(run(model, "pump-7", 1).get(0).verdict()).isEqualTo(Condition.COMMISSIONING);
        start();
        assertThat(serve("1.0.0", Rows.spec(1, 2, 20)).thresholds()).isEmpty();
    }

    @Test
    void aDamagedRecord_isSetAside_andCostsNoOtherDevice() throws Exception {
        start();
        LoadedModel model = serve("1.0.0", Rows.spec(1, 2, 20));
        run(model, "pump-7", 20);
        run(model, "pump-8", 20);
        Path damaged = files().stream()
                .filter(file -> file.getFileName().toString().startsWith("pump-7"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(damaged, bytes);
        start();
        assertThat(serve("1.0.0", Rows.spec(1, 2, 20)).thresholds()).containsOnlyKeys("pump-8");
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .anyMatch(name -> name.endsWith(".damaged"));
    }

    @Test
    void aConstantInput_keepsAShareOfTheTrainingDeviation() {
        double[] values = new double[8 * 30];
        java.util.Arrays.fill(values, 42);
        LoadedModel model = serve("1.0.0", Rows.spec(1, 1, 30));
        model.commission("pump-7", new FirstRows(8, values));
        assertThat(model.thresholds().get("pump-7")).isFinite().isPositive();
    }

    private void start() {
        book = new CommissioningBook(folder, Runnable::run, 10);
    }

    private LoadedModel serve(String version, ModelSpec spec) {
        if (book == null) {
            start();
        }
        try {
            LoadedModel model = new LoadedModel(
                    ModelId.parse("pump@" + version),
                    spec,
                    new CompiledEngine().load(Fixtures.read("pump.zip")),
                    new LongAdder(),
                    book.commissions("pump", spec));
            book.enlist(model);
            return model;
        } catch (io.ganglion.api.model.ModelException e) {
            throw new AssertionError(e);
        }
    }

    private List<Insight> run(LoadedModel model, String device, int count) {
        List<Insight> insights = new ArrayList<>();
        Routes routes = new Routes(Map.of("Pump", model));
        try (ScoringOperator operator = new ScoringOperator(() -> routes, 100)) {
            for (int i = 0; i < count; i++) {
                operator.take(rows.next(contract, device, rows.near(50, 8)));
            }
            operator.flush(insights::add);
        }
        return insights;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
