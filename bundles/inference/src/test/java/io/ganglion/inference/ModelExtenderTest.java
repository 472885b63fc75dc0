// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.inference.commissioning.CommissioningBook;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import io.ganglion.inference.models.ModelBoard;
import io.ganglion.inference.rollout.RouteDesk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** In a real framework, so that its resolver decides. */
class ModelExtenderTest {
    private static final String CONTRACT = "ganglion.contract;contract=Pump;version:Version=";
    private static final String ENGINE = "ganglion.engine;engine=compiled;layers:List<String>=dense";

    @TempDir
    Path folder;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private Framework framework;
    private ModelBoard board;
    private ModelExtender extender;

    @BeforeEach
    void launch() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", folder.resolve("bundles").toString()));
        framework.start();
        board = new ModelBoard(
                worker,
                new CommissioningBook(folder.resolve("records"), Runnable::run, 10),
                200,
                name -> extender.isUnresolved(name),
                new RouteDesk(folder.resolve("routes"), Clock.systemUTC()));
        board.engines(List.of(new CompiledEngine()));
        extender = new ModelExtender(framework.getBundleContext(), board);
        extender.open();
    }

    @AfterEach
    void stop() throws Exception {
        extender.close();
        worker.shutdownNow();
        board.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void aModelThatFindsContractAndEngine_serves_andAnUpdateTakesOver() throws Exception {
        installed("contract", "1.2.0", CONTRACT + "1.2.0", "");
        installed("engine", "1.0.0", ENGINE, "");
        Bundle model = model("1.0.0", "(layers=dense)");
        model.start();
        await().until(() -> champion().equals("1.0.0"));
        assertThat(extender.idle()).isEmpty();

        model.update(modelJar("1.1.0", "(layers=dense)"));
        await().until(() -> champion().equals("1.1.0"));
        model.update(modelJar("1.0.0", "(layers=dense)"));
        await().until(() -> champion().equals("1.0.0"));

        model.stop();
        assertThat(extender.idle()).singleElement().satisfies(status -> assertThat(status.problem())
                .isEqualTo("resolved, but not started: bundle:start " + model.getBundleId()));
        await().until(() -> board.routeList().isEmpty());
    }

    @Test
    void anUnresolvedModel_saysWhatItMisses_andServesOnceThatIsThere() throws Exception {
        Bundle model = model("1.0.0", "(layers=dense)");
        assertThat(why(model))
                .isEqualTo("needs contract Pump [1.0,2): none here; install its contract bundle; "
                        + "needs an engine with layers=dense: no engine here; install feature ganglion-dl4j");
        installed("engine", "1.0.0", ENGINE, "");
        installed("contract", "2.0.0", CONTRACT + "2.0.0", "");
        assertThat(why(model)).isEqualTo("needs contract Pump [1.0,2): here is 2.0.0");
        assertThat(extender.isUnresolved("pump-anomaly")).isTrue();
        installed("contract.old", "1.2.0", CONTRACT + "1.2.0", "");
        assertThat(why(model)).isEqualTo("resolved, but not started: bundle:start " + model.getBundleId());
        model.start();
        await().until(() -> champion().equals("1.0.0"));
    }

    @Test
    void aModelWithALayerThatNobodyRuns_staysUnresolved_andThePreviousGoesOn() throws Exception {
        installed("contract", "1.2.0", CONTRACT + "1.2.0", "");
        installed("engine", "1.0.0", ENGINE, "");
        Bundle model = model("1.0.0", "(layers=dense)");
        model.start();
        await().until(() -> champion().equals("1.0.0"));
        try {
            model.update(modelJar("1.1.0", "(&(layers=dense)(layers=lstm))"));
        } catch (BundleException expected) {
            assertThat(expected.getType()).isEqualTo(BundleException.RESOLVE_ERROR);
        }
        assertThat(why(model)).startsWith("needs an engine with layers=dense,lstm: here is compiled [dense]");
        worker.schedule(() -> {}, 500, java.util.concurrent.TimeUnit.MILLISECONDS)
                .get();
        assertThat(champion()).isEqualTo("1.0.0");
        model.uninstall();
        await().until(() -> board.routeList().isEmpty());
    }

    @Test
    void bundlesWithoutAModel_areNoConcernOfOurs() throws Exception {
        installed("contract", "1.2.0", CONTRACT + "1.2.0", "").start();
        assertThat(extender.idle()).isEmpty();
        assertThat(extender.size()).isZero();
    }

    private String why(Bundle model) throws BundleException {
        framework.adapt(FrameworkWiring.class).resolveBundles(null);
        ModelStatus status = extender.idle().stream()
                .filter(idle -> idle.origin().endsWith("[" + model.getBundleId() + "]"))
                .findFirst()
                .orElseThrow();
        assertThat(status.state()).isEqualTo(ModelStatus.State.UNRESOLVED);
        assertThat(status.id().name()).isEqualTo("pump-anomaly");
        return status.problem();
    }

    private String champion() {
        return board.routeList().stream()
                .map(route ->
                        ModelId.parse(route.champion().toString()).version().toString())
                .findFirst()
                .orElse("");
    }

    private Bundle model(String version, String layers) throws Exception {
        return framework.getBundleContext().installBundle("model-" + version, modelJar(version, layers));
    }

    private static InputStream modelJar(String version, String layers) throws Exception {
        return jar(
                "io.ganglion.model.pump-anomaly",
                version,
                "ganglion.model;model=pump-anomaly;version:Version=" + version + ";contract=Pump",
                "ganglion.contract;filter:=\"(&(contract=Pump)(version>=1.0)(!(version>=2)))\",ganglion.engine;filter:=\""
                        + layers + "\"",
                Map.of(
                        "model/model.json", new ObjectMapper().writeValueAsBytes(Rows.spec(1, 1, 0)),
                        "model/network.zip", Fixtures.read("pump.zip"),
                        "model/probes.json", Fixtures.read("pump.json")));
    }

    private Bundle installed(String name, String version, String provides, String requires) throws Exception {
        return framework.getBundleContext().installBundle(name, jar(name, version, provides, requires, Map.of()));
    }

    private static InputStream jar(
            String name, String version, String provides, String requires, Map<String, byte[]> files) throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Provide-Capability", provides);
        if (!requires.isEmpty()) {
            headers.putValue("Require-Capability", requires);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
