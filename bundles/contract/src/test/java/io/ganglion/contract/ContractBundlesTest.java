// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.BundleTracker;

/** Contract bundles come, change and go in a real framework. */
class ContractBundlesTest {
    @TempDir
    Path cache;

    private final ServedContracts contracts = new ServedContracts(Settings.DEFAULT, System::nanoTime);
    private Framework framework;
    private BundleTracker<Bundle> tracker;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, cache.toString()));
        framework.start();
        tracker = new BundleTracker<>(framework.getBundleContext(), Bundle.ACTIVE, new ContractBundles(contracts));
        tracker.open();
    }

    @AfterEach
    void stop() throws Exception {
        tracker.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static InputStream pump(String version) {
        return pump(version, "", "");
    }

    private static InputStream pump(String version, String spot, String instead) {
        Map<String, String> files = new HashMap<>();
        for (String file : List.of("schema.json", "overlay.json")) {
            try {
                files.put(
                        "contract/" + file,
                        Files.readString(Bodies.PUMP.resolve("contract").resolve(file))
                                .replace(spot, instead));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jar("ganglion.contract;contract=Pump;version:Version=" + version, "", files);
    }

    private static InputStream jar(String provided, String required, Map<String, String> files) {
        Attributes headers = new Attributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(
                Constants.BUNDLE_SYMBOLICNAME, "test." + Integer.toHexString((provided + required).hashCode()));
        headers.putValue(Constants.PROVIDE_CAPABILITY, provided);
        if (!required.isEmpty()) {
            headers.putValue(Constants.REQUIRE_CAPABILITY, required);
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(headers);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(Bodies.utf8(file.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private Bundle install(InputStream jar) throws BundleException {
        Bundle bundle = framework.getBundleContext().installBundle("memory:" + System.nanoTime(), jar);
        bundle.start();
        return bundle;
    }

    private void refresh() throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertThat(refreshed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void update_underLoad_refusesNoPayload() throws Exception {
        Bundle bundle = install(pump("1.0.0"));
        // Somebody is wired to it, as a model would be, so that the refresh takes both down and up.
        install(jar("x", "ganglion.contract;filter:=\"(&(contract=Pump)(version>=1.0)(!(version>=2)))\"", Map.of()));
        AtomicInteger refused = new AtomicInteger();
        Set<String> versions = ConcurrentHashMap.newKeySet();
        AtomicBoolean on = new AtomicBoolean(true);
        Thread load = new Thread(
                () -> {
                    Decoder decoder = contracts.newDecoder();
                    while (on.get()) {
                        if (decoder.decode(Bodies.payload(Bodies.KEY_VALUES)) instanceof Observation observation) {
                            versions.add(observation.contract().version().toString());
                        } else {
                            refused.incrementAndGet();
                        }
                    }
                },
                "load");
        load.start();
        for (String next : new String[] {"1.1.0", "1.2.0", "1.1.0"}) {
            bundle.update(pump(next));
            refresh();
            await().until(() -> versions.remove(next));
        }
        on.set(false);
        load.join(10_000);
        assertThat(refused).hasValue(0);
        assertThat(contracts.list()).hasSize(1);
        assertThat(contracts.list().get(0).state()).isEqualTo(State.SERVED);
        assertThat(contracts.list().get(0).version().toString()).isEqualTo("1.1.0");
        assertThat(contracts.list().get(0).origin()).contains("[" + bundle.getBundleId() + "]");
    }

    @Test
    void updateInPlaceThatWouldBreakDevices_isRefused_alsoAfterARestart(@TempDir Path data) throws Exception {
        Predecessors kept = new Predecessors(data, id -> true);
        tracker.close();
        tracker = new BundleTracker<>(
                framework.getBundleContext(), Bundle.ACTIVE, new ContractBundles(contracts, Optional.of(kept)));
        tracker.open();
        Bundle bundle = install(pump("1.0.0"));
        bundle.update(pump("1.1.0", "\"maximum\": 1000,", "\"maximum\": 10,"));
        assertServesOn(contracts);
        tracker.close();
        ServedContracts restarted = new ServedContracts(Settings.DEFAULT, System::nanoTime);
        tracker = new BundleTracker<>(
                framework.getBundleContext(),
                Bundle.ACTIVE,
                new ContractBundles(restarted, Optional.of(new Predecessors(data, id -> true))));
        tracker.open();
        assertServesOn(restarted);
        bundle.update(pump("1.1.0"));
        assertThat(restarted.list()).extracting(ContractStatus::state).containsExactly(State.SERVED);
        assertThat(restarted.list().get(0).version().toString()).isEqualTo("1.1.0");
        assertThat(new Predecessors(data, id -> true).of(bundle.getBundleId()))
                .map(files -> files.version().toString())
                .contains("1.1.0");
        assertThat(new Predecessors(data, id -> false).of(bundle.getBundleId())).isEmpty();
    }

    private static void assertServesOn(ServedContracts served) {
        assertThat(served.list()).extracting(ContractStatus::state).containsExactly(State.SERVED, State.REFUSED);
        assertThat(served.list().get(1).problem()).contains("flow: maximum lowered from 1000 to 10 L2");
        assertThat(served.newDecoder().decode(Bodies.payload(Bodies.KEY_VALUES)))
                .isInstanceOf(Observation.class);
    }

    @Test
    void badBundles_areListedWithTheirProblem_andDisturbNobody() throws Exception {
        install(pump("1.0.0"));
        install(jar("ganglion.contract;contract=Fan;version:Version=1.0.0", "", Map.of("contract/schema.json", "{}")));
        install(jar(
                "ganglion.contract;contract=Belt;version:Version=2.0.0",
                "",
                Map.of("contract/schema.json", "{", "contract/overlay.json", "{}")));
        install(jar("ganglion.contract;contract=A,ganglion.contract;contract=B", "", Map.of()));
        assertThat(contracts.list())
                .extracting(ContractStatus::name, ContractStatus::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("Pump", State.SERVED),
                        org.assertj.core.groups.Tuple.tuple("Fan", State.REFUSED),
                        org.assertj.core.groups.Tuple.tuple("Belt", State.REFUSED));
        assertThat(contracts.list())
                .extracting(ContractStatus::problem)
                .anyMatch(p -> p.contains("contract/overlay.json: is missing"));
        assertThat(contracts.list())
                .extracting(ContractStatus::problem)
                .anyMatch(p -> p.contains("a bundle brings one contract, this one claims 2"));
        assertThat(contracts.newDecoder().decode(Bodies.payload(Bodies.KEY_VALUES)))
                .isInstanceOf(Observation.class);
    }

    @Test
    void contractThatIsUninstalled_isServedNoMore_onceItsTimeIsOver() throws Exception {
        contracts.configure(new Settings(32, java.time.Duration.ZERO));
        Bundle bundle = install(pump("1.0.0"));
        bundle.uninstall();
        assertThat(contracts.newDecoder().decode(Bodies.payload(Bodies.KEY_VALUES)))
                .isInstanceOf(Rejection.class);
        assertThat(contracts.list()).isEmpty();
    }
}
