// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.BundleTracker;

/** In a real framework: contexts come and go with the bundles that carry them. */
class ContextBundlesTest {
    private static final String URL = "https://plant.example/pump.jsonld";
    private static final String CONTEXT = "{\"@context\":{\"flow\":\"https://plant.example/flow\"}}";
    private static final String OTHER = "{\"@context\":{\"flow\":\"https://plant.example/volumeFlow\"}}";

    @TempDir
    Path folder;

    private final PinnedContexts contexts = new PinnedContexts();
    private Framework framework;
    private BundleTracker<List<Map.Entry<String, String>>> tracker;

    @BeforeEach
    void launch() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", folder.resolve("bundles").toString()));
        framework.start();
        tracker = new BundleTracker<>(framework.getBundleContext(), Bundle.ACTIVE, new ContextBundles(contexts));
        tracker.open();
    }

    @AfterEach
    void stop() throws Exception {
        tracker.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void aContextComesAndGoes_withItsBundle() throws Exception {
        Bundle pump = install("pump", "1.0.0", CONTEXT, digest(CONTEXT));
        assertThat(contexts.list()).containsEntry(URL, digest(CONTEXT));
        assertThat(contexts.find(URL)).get().hasToString(CONTEXT);
        pump.stop();
        assertThat(contexts.list()).doesNotContainKey(URL);
        pump.start();
        assertThat(contexts.list()).containsKey(URL);
        pump.uninstall();
        assertThat(contexts.list()).doesNotContainKey(URL);
    }

    @Test
    void anUpdateInPlace_bringsTheNewContext() throws Exception {
        Bundle pump = install("pump", "1.0.0", CONTEXT, digest(CONTEXT));
        pump.update(jar("pump", "1.1.0", OTHER, digest(OTHER)));
        assertThat(contexts.list()).containsEntry(URL, digest(OTHER));
        assertThat(contexts.find(URL)).get().hasToString(OTHER);
    }

    @Test
    void ofTwoVersionsSideBySide_theOneThatStaysKeepsItsContext() throws Exception {
        Bundle first = install("pump", "1.0.0", CONTEXT, digest(CONTEXT));
        Bundle second = install("pump", "2.0.0", CONTEXT, digest(CONTEXT));
        first.uninstall();
        assertThat(contexts.list()).containsKey(URL);
        second.uninstall();
        assertThat(contexts.list()).doesNotContainKey(URL);
    }

    @Test
    void aContextThatIsNotTheOneThatWasPinned_isLeftOut_andTheOthersHold() throws Exception {
        install("forged", "1.0.0", OTHER, digest(CONTEXT));
        assertThat(contexts.list()).doesNotContainKey(URL);
        install("none", "1.0.0", "", digest(CONTEXT));
        assertThat(contexts.list()).doesNotContainKey(URL);
        install("pump", "1.0.0", CONTEXT, digest(CONTEXT));
        assertThat(contexts.list()).containsKey(URL);
    }

    private Bundle install(String name, String version, String context, String digest) throws Exception {
        Bundle bundle =
                framework.getBundleContext().installBundle(name + "-" + version, jar(name, version, context, digest));
        bundle.start();
        return bundle;
    }

    private static String digest(String context) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(context.getBytes(UTF_8)));
    }

    private static InputStream jar(String name, String version, String context, String digest) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "io.ganglion.contract." + name);
        main.putValue("Bundle-Version", version);
        main.putValue(
                "Provide-Capability", "ganglion.context;url=\"" + URL + "\";sha-256=\"" + digest + "\";contract=Pump");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            if (!context.isEmpty()) {
                jar.putNextEntry(new JarEntry("contract/context.jsonld"));
                jar.write(context.getBytes(UTF_8));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
