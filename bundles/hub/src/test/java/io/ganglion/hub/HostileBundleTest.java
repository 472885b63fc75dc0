// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.shelf.RefusedBundle;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no content bundle is refused with every reason, and leaves nothing behind. */
class HostileBundleTest {

    private static final String ID = "pump-anomaly@1.1.0";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(desk.registry.list()).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("artefacts"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        desk.close();
    }

    private void refused(ModelFile file, String... reasons) {
        assertThatThrownBy(() -> desk.register(ID, file))
                .isInstanceOf(RefusedBundle.class)
                .hasMessageContainingAll(reasons);
    }

    private void refused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> desk.registry.register(
                        ModelId.parse(ID),
                        new ByteArrayInputStream(bytes),
                        any -> ModelFile.lineage("x"),
                        new Step(Desk.NOW, Stage.CANDIDATE, "x", "x")))
                .hasMessageContaining(reason);
    }

    @Test
    void aZipBomb_isRefusedBeforeItIsInflatedWhole() {
        // 300 MB of zeros are some 300 KB in the archive.
        refused(ModelFile.of(ID).with("model/network.zip", new byte[300 << 20]), "it may be a bomb", "network.zip");
    }

    @Test
    void moreBytesThanAllowed_areNotEvenKept() {
        byte[] random = new byte[9 << 20];
        new SplittableRandom(1).nextBytes(random);
        refused(random, "max_artefact_mb");
    }

    @Test
    void aClass_aJar_aNativeLibrary_areCode() {
        refused(
                ModelFile.of(ID)
                        .with("model/Evil.class", "x")
                        .with("model/lib.jar", "x")
                        .with("model/lib.so", "x"),
                "Evil.class",
                "lib.jar",
                "lib.so");
    }

    @Test
    void headersThatRunCode_areRefused() {
        refused(
                ModelFile.of(ID)
                        .header("Bundle-Activator", "evil.Activator")
                        .header("DynamicImport-Package", "*")
                        .header("fragment-host", "io.ganglion.inference"),
                "Bundle-Activator",
                "DynamicImport-Package",
                "ragment-");
    }

    @Test
    void namesThatLeadElsewhere_areRefused() {
        for (String name :
                new String[] {"../../etc/passwd", "/etc/passwd", "model\\..\\x", "model/../../x", "model/\u001b[2J"}) {
            refused(ModelFile.of(ID).with(name, "x"), "leads elsewhere");
        }
        refused(ModelFile.of(ID).with("OSGI-INF/component.xml", "x"), "outside of model/");
        refused(ModelFile.of(ID).with("META-INF/services/java.sql.Driver", "x"), "outside of model/");
    }

    @Test
    void anotherModelsBundle_isRefused() {
        refused(ModelFile.of("pump-anomaly@1.2.0"), "its version is not 1.1.0", "capability names another model");
        refused(ModelFile.of("fan-anomaly@1.1.0"), "symbolic name is not io.ganglion.model.pump-anomaly");
        refused(ModelFile.of(ID).header("Bundle-ManifestVersion", "1"), "no OSGi bundle");
    }

    @Test
    void aCapabilityBesideTheModels_isRefused() {
        String own = "ganglion.model;model=pump-anomaly;version:Version=1.1.0;contract=Pump";
        refused(
                ModelFile.of(ID)
                        .header("Provide-Capability", own + ",ganglion.contract;contract=Pump;version:Version=9.0"),
                "ganglion.model and nothing else");
        refused(
                ModelFile.of(ID).header("Provide-Capability", own.replace("contract=Pump", "contract=Host")),
                "its lineage says contract Pump, its bundle Host");
    }

    @Test
    void withoutItsParts_itIsNoModel() {
        refused(
                ModelFile.of(ID).without("model/card.json").without("model/probes.json"),
                "no model/card.json",
                "no model/probes.json");
        refused("no zip".getBytes(ISO_8859_1), "no zip archive that can be read");
    }

    @Test
    void aDamagedArchive_isRefused_whereverTheByteIs() throws Exception {
        byte[] good = Files.readAllBytes(ModelFile.of(ID).writeTo(folder.resolve("good.jar")));
        SplittableRandom random = new SplittableRandom(3);
        for (int cut = 0; cut < good.length; cut += 1 + random.nextInt(40)) {
            byte[] part = java.util.Arrays.copyOf(good, cut);
            refused(part, "is refused");
        }
    }

    @Test
    void tooManyEntries_areRefused() {
        ModelFile file = ModelFile.of(ID);
        for (int i = 0; i < 100; i++) {
            file.with("model/part-" + i, "x");
        }
        refused(file, "the limit is 64");
    }
}
