// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.exam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Ports;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/**
 * From the inside, where an exchange takes milliseconds and not the seconds of a shell session: many of them while
 * payloads come in at the door without a pause.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ExchangedInsideIT {

    private static final int EXCHANGES = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String MODEL = "io.ganglion.model.pump-anomaly";

    @Inject
    private BundleContext context;

    @Inject
    private Intake intake;

    @Inject
    private Models models;

    @Inject
    private Flow flow;

    @Configuration
    public Option[] container() throws IOException {
        Ganglion ganglion = Ganglion.underTest();
        Path folder = emptied(Path.of(System.getProperty("exam.folder")));
        Path model = DerivedBundle.built(ganglion, "models/pump-anomaly");
        Path newer = DerivedBundle.of(model).version("1.1.0").writeTo(folder.resolve("pump-anomaly-1.1.0.jar"));
        int offset = Ports.freeOffset();
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(new File(System.getProperty("exam.assembly"))
                            .toURI()
                            .toString())
                    .karafVersion("4.4.10")
                    .name("ganglion")
                    .unpackDirectory(folder.toFile())
                    .useDeployFolder(false),
            keepRuntimeFolder(),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            // As shipped a node fetches nothing from anywhere; the probe comes from the builder's own repository.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.localRepository",
                    System.getProperty("exam.repository")),
            editConfigurationFilePut("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", ""),
            systemProperty("ganglion.name").value("exam"),
            systemProperty("ganglion.port.mqtt").value(Integer.toString(1883 + offset)),
            systemProperty("ganglion.port.shell").value(Integer.toString(8101 + offset)),
            systemProperty("exam.model").value(model.toUri().toString()),
            systemProperty("exam.model.newer").value(newer.toUri().toString()),
            // A container that does not come up says so soon.
            systemTimeout(60_000),
            vmOption("-Xmx256m"),
            vmOption("--add-modules=jdk.incubator.vector"),
        };
    }

    /** The container of an earlier run, with its logs, stays until the next one. */
    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    @Test
    public void everyBundleOfTheHouseIsActive() {
        List<Bundle> ours = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.ganglion."))
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .toList();
        assertTrue("bundles of the house: " + ours, ours.size() > 8);
        for (Bundle bundle : ours) {
            assertEquals(bundle + " is active", Bundle.ACTIVE, bundle.getState());
        }
    }

    @Test
    public void aModelIsExchangedManyTimesUnderLoad_andEveryPayloadIsAcceptedOnce() throws Exception {
        awaitThat("a champion for Pump", () -> !champion().isEmpty());
        AtomicLong acknowledged = new AtomicLong();
        Set<String> champions = ConcurrentHashMap.newKeySet();
        Load load = new Load(acknowledged);
        long quarantined = flow.counters().quarantined();
        load.start();
        for (int i = 0; i < EXCHANGES; i++) {
            String version = i % 2 == 0 ? "1.1.0" : "1.0.0";
            update(i % 2 == 0 ? "exam.model.newer" : "exam.model");
            awaitThat("champion " + version, () -> champion().equals(version));
            champions.add(champion());
        }
        load.running = false;
        load.join();
        awaitThat("every payload is acknowledged", () -> acknowledged.get() >= load.sent);
        assertEquals("each acknowledged once", load.sent, acknowledged.get());
        assertEquals("good payloads refused", quarantined, flow.counters().quarantined());
        assertEquals(Set.of("1.0.0", "1.1.0"), champions);
        assertTrue("payloads offered during " + EXCHANGES + " exchanges: " + load.sent, load.sent > 1_000);
        System.out.println(EXCHANGES + " exchanges, " + load.sent + " payloads, all accepted");
    }

    private void update(String property) throws BundleException, IOException {
        Bundle model = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(MODEL))
                .findFirst()
                .orElseThrow();
        try (InputStream jar = URI.create(System.getProperty(property)).toURL().openStream()) {
            model.update(jar);
        }
    }

    private String champion() {
        return models.routes().stream()
                .filter(route -> route.contract().equals("Pump"))
                .map(Route::champion)
                .map(id -> id.version().toString())
                .collect(Collectors.joining());
    }

    private static void awaitThat(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain for: " + what, System.nanoTime() < deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** One pump that never pauses; where its partition is full it waits, as a driver does. */
    private final class Load extends Thread {

        private final Acknowledgement done;
        private volatile boolean running = true;
        private volatile long sent;

        Load(AtomicLong acknowledged) {
            super("exam-load");
            this.done = acknowledged::incrementAndGet;
        }

        @Override
        public void run() {
            Instant start = Instant.now().minusSeconds(86_400);
            long count = 0;
            while (running) {
                Payload payload = payload(start.plusMillis(count));
                while (!intake.offer(payload, done)) {
                    LockSupport.parkNanos(100_000);
                }
                sent = ++count;
            }
        }

        private Payload payload(Instant time) {
            String body = "{\"id\":\"urn:ngsi-ld:Pump:inside\",\"type\":\"Pump\",\"dateObserved\":\"" + time
                    + "\",\"vibrationX\":0.027,\"vibrationY\":0.04,\"motorCurrent\":1.33,\"dischargePressure\":0.2,"
                    + "\"motorTemperature\":79.3,\"fluidTemperature\":26.0,\"supplyVoltage\":233.0,\"flow\":32.0}";
            return new Payload(
                    "exam",
                    "Pump",
                    "inside",
                    "exam",
                    "application/json",
                    body.getBytes(UTF_8),
                    System.currentTimeMillis() * 1_000_000);
        }
    }
}
