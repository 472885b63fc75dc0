// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static io.ganglion.hub.Decisions.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.device.Node;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.hub.ledger.SqliteDatabase;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The service in a real framework. */
class HubServiceTest {

    private static final String NEW = "pump-anomaly@1.1.0";
    private static final ModelId ID = ModelId.parse(NEW);

    @TempDir
    Path folder;

    private Framework framework;
    private HubService hub;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                        "100",
                        "ganglion.port.web",
                        "8281"));
        framework.start();
        hub = new HubService(
                framework.getBundleContext(),
                new Node("node-a", "plant1", folder.resolve("data")),
                new Settings(),
                new SqliteDatabase(folder.resolve("data/hub"), Desk.CLOCK),
                folder.resolve("secrets"),
                Desk.CLOCK);
    }

    @AfterEach
    void stop() throws Exception {
        hub.stop();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Path file(ModelFile content) throws IOException {
        return content.writeTo(Files.createTempFile(folder, "model", ".jar"));
    }

    private void approved(String id) throws IOException {
        hub.register(ModelId.parse(id), file(ModelFile.of(id)), ModelFile.lineage("drift"), "policy");
        hub.approve(ModelId.parse(id), "ada", "good");
    }

    private List<String> bundles() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.ganglion.model"))
                .map(bundle -> bundle.getLocation() + " " + bundle.getVersion()
                        + (bundle.getState() == Bundle.ACTIVE ? "" : " not active"))
                .toList();
    }

    @Test
    void anApprovedModel_isInstalledAndStarted_andStaysOverARestart() throws Exception {
        approved(NEW);
        hub.install(ID);
        hub.install(ID);
        assertThat(bundles()).containsExactly("ganglion-hub:pump-anomaly@1.1.0 1.1.0");
        stop();
        start();
        assertThat(bundles()).containsExactly("ganglion-hub:pump-anomaly@1.1.0 1.1.0");
        hub.round();
        assertThat(hub.list()).hasSize(1);
        assertThat(hub.trouble()).isEmpty();
    }

    @Test
    void aCandidate_isNotInstalled_neitherIsATamperedArtefact() throws Exception {
        ModelRecord record = hub.register(ID, file(ModelFile.of(NEW)), ModelFile.lineage("drift"), "policy");
        assertThatThrownBy(() -> hub.install(ID)).hasMessageContaining("aiot:hub-approve pump-anomaly@1.1.0");
        hub.approve(ID, "ada", "good");
        Path artefact = folder.resolve("data/hub/artefacts").resolve(record.artefact() + ".jar");
        Files.write(artefact, Files.readAllBytes(file(ModelFile.of(NEW).with("model/network.zip", "mine"))));
        assertThatThrownBy(() -> hub.install(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not what was registered");
        assertThatThrownBy(() -> hub.publish(ID, "ada")).isInstanceOf(IOException.class);
        assertThat(bundles()).isEmpty();
        hub.verify();
        assertThat(hub.trouble()).contains("not what was registered");
    }

    @Test
    void aModelThatDoesNotResolve_leavesNothingBehind_andTheMessageSaysWhatIsMissing() throws Exception {
        ModelFile absent =
                ModelFile.of(NEW).header("Require-Capability", "ganglion.contract;filter:=\"(contract=Pump)\"");
        hub.register(ID, file(absent), ModelFile.lineage("drift"), "policy");
        hub.approve(ID, "ada", "good");
        assertThatThrownBy(() -> hub.install(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ganglion.contract");
        assertThat(bundles()).isEmpty();
    }

    @Test
    void aModelThatCameWithTheNode_isEnteredWithItsOrigin_andNotInstalledTwice() throws Exception {
        Path jar = file(ModelFile.of("pump-anomaly@1.0.0"));
        framework.getBundleContext().installBundle(jar.toUri().toString()).start();
        hub.round();
        ModelId shipped = ModelId.parse("pump-anomaly@1.0.0");
        ModelRecord record = hub.find(shipped).orElseThrow();
        assertThat(record.stage()).isEqualTo(Stage.APPROVED);
        assertThat(record.steps().get(0).by()).isEqualTo("build");
        assertThat(record.lineage())
                .isEqualTo(new Lineage(
                        Optional.empty(),
                        "Pump",
                        "d1",
                        "r1",
                        7,
                        "io.ganglion.learning 0.1.0",
                        "Linux amd64",
                        "build",
                        Map.of("errorHeldOut", 1.5, "detections.wear.recall", 0.99)));
        hub.install(shipped);
        assertThat(bundles()).hasSize(1);
        assertThat(hub.next("pump-anomaly")).isEqualTo(ID);
        assertThat(hub.trouble()).isEmpty();
    }

    @Test
    void aBundleThatIsNotWhatWasRegistered_isATrouble_asLongAsItIsHere() throws Exception {
        approved(NEW);
        Path other = file(ModelFile.of(NEW).with("model/network.zip", "another one"));
        Bundle bundle = framework.getBundleContext().installBundle(other.toUri().toString());
        hub.round();
        assertThat(hub.trouble())
                .contains("there is another pump-anomaly@1.1.0", other.toUri().toString());
        bundle.uninstall();
        hub.round();
        assertThat(hub.trouble()).isEmpty();
    }

    @Test
    void retiredVersions_areTakenAway_butTheNewest() throws Exception {
        for (int minor = 0; minor < 5; minor++) {
            approved("pump-anomaly@1." + minor + ".0");
            hub.install(ModelId.parse("pump-anomaly@1." + minor + ".0"));
        }
        for (int minor : new int[] {0, 2, 3, 4}) {
            hub.retire(ModelId.parse("pump-anomaly@1." + minor + ".0"), "ada", "old");
        }
        approved("pump-anomaly@1.5.0");
        hub.install(ModelId.parse("pump-anomaly@1.5.0"));
        assertThat(bundles())
                .as("keep_versions=2: 1.5.0 and 1.4.0; 1.1.0 is not retired")
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactlyInAnyOrder("1.1.0", "1.4.0", "1.5.0");
    }

    @Test
    void theRouterKnowsWhichDeviceAChallengerHad_withoutIt_theTenuresSayOnlyWhatIsCertain() throws Exception {
        Decisions router = new Decisions();
        hub.setRouter(router);
        router.make(0, "Pump", Kind.FOLLOWED, "pump-anomaly@1.0.0");
        router.make(10, "Pump", Kind.ROUTED, "pump-anomaly@1.0.0", Trial.challenger(ID, 0.5));
        assertThat(hub.answered("", "Pump", "pump-7", at(5))).contains(ModelId.parse("pump-anomaly@1.0.0"));
        assertThat(hub.answered("node-a", "Pump", "pump-7", at(15))).isEmpty();
        router.answered = Optional.of(ID);
        assertThat(hub.answered("node-a", "Pump", "pump-7", at(15))).contains(ID);
        assertThat(hub.answered("node-b", "Pump", "pump-7", at(15))).isEmpty();
        assertThat(hub.tenures("Pump", at(0), at(20))).hasSize(3);
        hub.unsetRouter(router);
        assertThat(hub.answered("", "Pump", "pump-7", at(5))).contains(ModelId.parse("pump-anomaly@1.0.0"));
    }

    @Test
    void aStoryNamesNoSecretOfWhereItsBundleCameFrom() {
        assertThat(Rounds.withoutSecrets("http://h:8181/hub/feed/" + "a".repeat(64) + "/io/x.jar"))
                .isEqualTo("http://h:8181/hub/feed/.../io/x.jar");
        assertThat(Rounds.withoutSecrets("http://ada:secret@h/x.jar")).isEqualTo("http://...@h/x.jar");
        assertThat(Rounds.withoutSecrets("mvn:io.ganglion/x/1.0.0")).isEqualTo("mvn:io.ganglion/x/1.0.0");
    }

    @Test
    void publish_namesTheUrlThatAKarafAdds() throws Exception {
        approved(NEW);
        assertThat(hub.publish(ID, "ada")).matches("http://127\\.0\\.0\\.1:8281/hub/feed/[0-9a-f]{64}/features\\.xml");
        assertThat(hub.publish(ID, "ada")).isEqualTo(hub.publish(ID, "ada"));
        Files.writeString(folder.resolve("data/hub/repository/features.xml"), "mine");
        hub.verify();
        assertThat(hub.trouble()).contains("features.xml is not what was published");
        hub.publish(ID, "ada");
        assertThat(hub.trouble()).as("healed, and said so").isEmpty();
    }

    /** As they are by default, but that two retired versions stay. */
    @SuppressWarnings("BadAnnotationImplementation") // as DS makes them
    private static final class Settings implements HubConfig {
        @Override
        public String url() {
            return "";
        }

        @Override
        public String user() {
            return "";
        }

        @Override
        public String password__file() {
            return "";
        }

        @Override
        public String tls() {
            return "verify-full";
        }

        @Override
        public String tls__root__certificate() {
            return "";
        }

        @Override
        public String base__url() {
            return "";
        }

        @Override
        public int poll__ms() {
            return 1_000;
        }

        @Override
        public int verify__minutes() {
            return 60;
        }

        @Override
        public int keep__versions() {
            return 2;
        }

        @Override
        public int max__artefact__mb() {
            return 64;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return HubConfig.class;
        }
    }
}
