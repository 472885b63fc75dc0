// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Network;
import io.ganglion.api.model.Route;
import io.ganglion.inference.Rows;
import io.ganglion.inference.commissioning.CommissioningBook;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import io.ganglion.inference.rollout.RouteDesk;
import io.ganglion.inference.scoring.Majors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBoardTest {
    private static final long LINGER_MILLIS = 100;

    @TempDir
    Path folder;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final Engine compiled = new CompiledEngine();
    private volatile boolean unresolvedSuccessor;
    private ModelBoard board;

    @BeforeEach
    void open() {
        board = new ModelBoard(
                worker,
                new CommissioningBook(folder.resolve("records"), Runnable::run, 10),
                LINGER_MILLIS,
                name -> unresolvedSuccessor,
                new RouteDesk(folder.resolve("routes"), Clock.systemUTC()));
        board.engines(List.of(compiled));
    }

    @AfterEach
    void close() {
        worker.shutdownNow();
        board.close();
    }

    @Test
    void aModelThatReproducesItsProbes_serves() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        assertThat(board.statuses()).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.SERVING);
            assertThat(status.engine()).isEqualTo("compiled");
            assertThat(status.problem()).isEmpty();
            assertThat(status.card()).isEqualTo("{\"intendedUse\":\"tests\"}");
            assertThat(status.spec()).contains(Rows.spec(1, 1, 0));
        });
    }

    @Test
    void theHighestVersionAnswers_andTheOtherStandsBy_untilItIsNeeded() throws Exception {
        offer(1, "1.1.0", files());
        offer(2, "1.0.0", files());
        serves("1.1.0");
        await().until(() -> states().containsValue(State.STANDBY));
        board.withdraw(1);
        serves("1.0.0");
        await().untilAsserted(() -> assertThat(states()).containsExactly(Map.entry("1.0.0", State.SERVING)));
    }

    @Test
    void aModelThatMissesItsProbes_isRefusedWithTheWorstDeviation_andThePreviousGoesOn() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        Map<String, byte[]> wrong = files();
        ObjectMapper json = new ObjectMapper();
        Probes probes = json.readValue(wrong.get("model/probes.json"), Probes.class);
        probes.outputs()[0][0] += 0.25f;
        wrong.put("model/probes.json", json.writeValueAsBytes(probes));
        offer(2, "1.1.0", wrong);
        await().until(() -> states().get("1.1.0") == State.REFUSED);
        assertThat(problem("1.1.0"))
                .contains("golden probes are not reproduced: worst deviation")
                .contains("at probe 0 output 0")
                .contains("tolerance 1.0E-5");
        serves("1.0.0");
    }

    @Test
    void damagedFiles_areEachRefused_withTheirOwnReason() throws Exception {
        Map<String, String> damages = Map.of(
                "model/model.json", "model/model.json cannot be read",
                "model/probes.json", "model/probes.json cannot be read",
                "model/network.zip", "not a zip archive");
        long bundle = 10;
        for (Map.Entry<String, String> damage : damages.entrySet()) {
            String version = "1." + bundle + ".0";
            Map<String, byte[]> files = files();
            files.put(damage.getKey(), bytes("{ nonsense"));
            offer(bundle++, version, files);
            await().until(() -> states().get(version) == State.REFUSED);
            assertThat(problem(version)).contains(damage.getValue());
        }
        Map<String, byte[]> files = files();
        files.remove("model/network.zip");
        offer(bundle, "2.0.0", files);
        await().until(() -> states().get("2.0.0") == State.REFUSED);
        assertThat(problem("2.0.0")).isEqualTo("the bundle has no model/network.zip");
    }

    @Test
    void anUpdateInPlace_leavesNoMomentWithoutAnAnswer() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        board.withdraw(1);
        offer(1, "1.1.0", files());
        for (String now = champion(); !now.equals("1.1.0"); now = champion()) {
            assertThat(now).isEqualTo("1.0.0");
        }
        await().untilAsserted(() -> assertThat(states()).containsExactly(Map.entry("1.1.0", State.SERVING)));
    }

    @Test
    void aDamagedUpdateInPlace_leavesTheVersionInMemoryServing_beyondTheLinger() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        board.withdraw(1);
        Map<String, byte[]> damaged = files();
        damaged.put("model/network.zip", Arrays.copyOf(damaged.get("model/network.zip"), 500));
        offer(1, "1.1.0", damaged);
        await().until(() -> states().get("1.1.0") == State.REFUSED);
        rounds(3);
        serves("1.0.0");
        board.withdraw(1);
        await().until(() -> board.routeList().isEmpty());
    }

    @Test
    void aModelWhoseBundleIsGone_answersOn_untilTheLingerEnds() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        unresolvedSuccessor = true;
        board.withdraw(1);
        rounds(3);
        serves("1.0.0");
        unresolvedSuccessor = false;
        await().until(() -> board.routes().champions().isEmpty());
        assertThat(board.statuses()).isEmpty();
    }

    @Test
    void aBetterRankedEngine_takesOver_andWhenItGoes_theOtherServesAgain() throws Exception {
        offer(1, "1.0.0", files());
        serves("1.0.0");
        Engine better = new Renamed("better", compiled);
        board.engines(List.of(better, compiled));
        await().until(() -> board.routeList().get(0).engine().equals("better"));
        board.engines(List.of(compiled));
        await().until(() -> board.routeList().get(0).engine().equals("compiled"));
        board.engines(List.of());
        await().until(() -> board.routeList().isEmpty());
        assertThat(states()).containsExactly(Map.entry("1.0.0", State.UNRESOLVED));
        assertThat(problem("1.0.0")).startsWith("no engine is running for layers=dense");
        board.engines(List.of(compiled));
        serves("1.0.0");
    }

    @Test
    void ofTwoModelsForOneContract_theFirstNameAnswers() throws Exception {
        board.offer(offer(1, "zebra", "9.0.0", files()));
        board.offer(offer(2, "aardvark", "1.0.0", files()));
        await().until(() -> board.statuses().size() == 2);
        assertThat(board.routeList()).containsExactly(new Route("Pump", ModelId.parse("aardvark@1.0.0"), "compiled"));
    }

    @Test
    void modelsOfTwoMajors_serveSideBySide_andOneThatGoesIsNotMissedByTheOther() throws Exception {
        board.offer(of("1.4.0", 1, new Majors(1, 1)));
        board.offer(of("2.0.0", 2, new Majors(2, 2)));
        await().until(() -> board.statuses().size() == 2);
        assertThat(board.statuses()).extracting(ModelStatus::state).containsOnly(State.SERVING);
        assertThat(board.routeList())
                .containsExactly(
                        new Route("Pump", ModelId.parse("pump-anomaly@1.4.0"), "compiled", "1"),
                        new Route("Pump", ModelId.parse("pump-anomaly@2.0.0"), "compiled", "2"));
        board.withdraw(1);
        rounds(3);
        await().until(() -> board.routeList().size() == 1);
        assertThat(board.routeList().get(0).majors()).isEqualTo("2");
        board.offer(of("1.5.0", 3, new Majors(1, 2)));
        await().until(() -> board.routeList().size() == 2);
        assertThat(board.routeList())
                .extracting(route -> route.majors() + " " + route.champion().version())
                .containsExactly("1 1.5.0", "2 2.0.0");
    }

    private static ModelOffer of(String version, long bundle, Majors majors) throws Exception {
        Map<String, byte[]> files = files();
        return new ModelOffer(
                bundle,
                ModelId.parse("pump-anomaly@" + version),
                "Pump",
                majors,
                "io.ganglion.model.pump " + version + " [" + bundle + "]",
                Set.of("dense"),
                (path, limit) -> files.get(path));
    }

    /** Lets the worker's clock pass that many lingers: each is a task that it schedules behind the others. */
    private void rounds(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            worker.schedule(() -> {}, LINGER_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .get();
        }
    }

    private void serves(String version) {
        await().until(() -> champion().equals(version));
    }

    private String champion() {
        List<Route> routes = board.routeList();
        return routes.isEmpty() ? "" : routes.get(0).champion().version().toString();
    }

    private Map<String, State> states() {
        Map<String, State> states = new HashMap<>();
        board.statuses().forEach(status -> states.put(status.id().version().toString(), status.state()));
        return states;
    }

    private String problem(String version) {
        return board.statuses().stream()
                .filter(status -> status.id().version().toString().equals(version))
                .map(ModelStatus::problem)
                .findFirst()
                .orElseThrow();
    }

    private void offer(long bundle, String version, Map<String, byte[]> files) {
        board.offer(offer(bundle, "pump-anomaly", version, files));
    }

    private static ModelOffer offer(long bundle, String name, String version, Map<String, byte[]> files) {
        return new ModelOffer(
                bundle,
                ModelId.parse(name + "@" + version),
                "Pump",
                "io.ganglion.model.pump " + version + " [" + bundle + "]",
                Set.of("dense"),
                (path, limit) -> files.get(path));
    }

    private static Map<String, byte[]> files() throws Exception {
        ModelSpec spec = Rows.spec(1, 1, 0);
        Map<String, byte[]> files = new HashMap<>();
        files.put("model/model.json", new ObjectMapper().writeValueAsBytes(spec));
        files.put("model/network.zip", Fixtures.read("pump.zip"));
        files.put("model/probes.json", Fixtures.read("pump.json"));
        files.put("model/card.json", bytes("{\"intendedUse\":\"tests\"}"));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Renamed(String name, Engine engine) implements Engine {
        @Override
        public Set<String> layers() {
            return engine.layers();
        }

        @Override
        public Network load(byte[] zip) throws ModelException {
            return engine.load(zip);
        }
    }
}
