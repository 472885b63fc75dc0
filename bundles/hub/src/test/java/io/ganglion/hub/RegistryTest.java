// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

    private static final ModelId ID = ModelId.parse("pump-anomaly@1.1.0");

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void reopen() throws Exception {
        desk.close();
        desk = new Desk(folder);
    }

    private void behindItsBack(String sql) throws Exception {
        desk.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
        desk = new Desk(folder);
    }

    @Test
    void aModelsStoryIsKeptWhole_overARestart() throws Exception {
        desk.register("pump-anomaly@1.1.0");
        desk.registry.note(ID, "checkpoint bias", "no group is worse off");
        desk.registry.approve(ID, "ada", "beats 1.0.0");
        desk.registry.retire(ID, "ada", "1.2.0 is better");
        reopen();
        ModelRecord record = desk.registry.find(ID).orElseThrow();
        assertThat(record.lineage()).isEqualTo(ModelFile.lineage("drift of pump-7"));
        assertThat(record.steps())
                .extracting(ModelRecord.Step::stage, ModelRecord.Step::by, ModelRecord.Step::note)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Stage.CANDIDATE, "policy", "drift of pump-7"),
                        org.assertj.core.groups.Tuple.tuple(
                                Stage.CANDIDATE, "checkpoint bias", "no group is worse off"),
                        org.assertj.core.groups.Tuple.tuple(Stage.APPROVED, "ada", "beats 1.0.0"),
                        org.assertj.core.groups.Tuple.tuple(Stage.RETIRED, "ada", "1.2.0 is better"));
        assertThat(record.steps()).extracting(ModelRecord.Step::at).containsOnly(Desk.NOW);
        assertThat(desk.registry.verify()).isEmpty();
    }

    @Test
    void theSameBundleAgainChangesNothing_anotherOneOfThatVersionIsRefused() throws Exception {
        ModelRecord first = desk.register("pump-anomaly@1.1.0");
        assertThat(desk.register("pump-anomaly@1.1.0")).isEqualTo(first);
        ModelFile other = ModelFile.of("pump-anomaly@1.1.0").with("model/network.zip", "another network");
        assertThatThrownBy(() -> desk.register("pump-anomaly@1.1.0", other))
                .hasMessageContaining("there is another pump-anomaly@1.1.0")
                .hasMessageContaining(first.artefact());
        assertThat(desk.registry.list()).containsExactly(first);
    }

    @Test
    void theNextVersionIsAMinorAboveTheHighest_hereOrOnTheNode() throws Exception {
        assertThat(desk.registry.next("pump-anomaly", List.of())).hasToString("pump-anomaly@1.0.0");
        desk.register("pump-anomaly@1.9.3");
        assertThat(desk.registry.next("pump-anomaly", List.of())).hasToString("pump-anomaly@1.10.0");
        assertThat(desk.registry.next("pump-anomaly", List.of(ModelId.parse("pump-anomaly@2.0.0"))))
                .hasToString("pump-anomaly@2.1.0");
        assertThat(desk.registry.next("fan-anomaly", List.of(ModelId.parse("pump-anomaly@2.0.0"))))
                .hasToString("fan-anomaly@1.0.0");
    }

    @Test
    void aStageThatDoesNotAllowIt_isSaid() throws Exception {
        assertThatThrownBy(() -> desk.registry.approve(ID, "ada", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aiot:hub-list");
        desk.register("pump-anomaly@1.1.0");
        assertThatThrownBy(() -> desk.registry.usable(ID)).hasMessageContaining("aiot:hub-approve pump-anomaly@1.1.0");
        desk.registry.approve(ID, "ada", "");
        assertThatThrownBy(() -> desk.registry.approve(ID, "ada", "")).hasMessageContaining("approved already");
        desk.registry.retire(ID, "ada", "");
        assertThatThrownBy(() -> desk.registry.retire(ID, "ada", "")).hasMessageContaining("retired already");
        assertThatThrownBy(() -> desk.registry.approve(ID, "ada", " ")).hasMessageContaining("why it may come back");
        assertThat(desk.registry.approve(ID, "ada", "1.2.0 was worse").stage()).isEqualTo(Stage.APPROVED);
    }

    @Test
    void anArtefactThatWasChanged_isFound_andNeitherApprovedNorInstalled() throws Exception {
        desk.register("pump-anomaly@1.1.0");
        Path artefact = desk.artefact("pump-anomaly@1.1.0");
        byte[] bytes = Files.readAllBytes(artefact);
        bytes[bytes.length / 2] ^= 1;
        Files.write(artefact, bytes);
        assertThat(desk.registry.verify()).singleElement().asString().contains("not what was registered", "1.1.0");
        assertThatThrownBy(() -> desk.registry.approve(ID, "ada", "")).hasMessageContaining("not what was registered");
        assertThat(desk.stage("pump-anomaly@1.1.0")).isEqualTo(Stage.CANDIDATE);
        bytes[bytes.length / 2] ^= 1;
        Files.write(artefact, bytes);
        desk.registry.approve(ID, "ada", "");
        Files.delete(artefact);
        assertThatThrownBy(() -> desk.registry.usable(ID)).hasMessageContaining("is missing");
        // The same bundle again puts it back.
        desk.register("pump-anomaly@1.1.0");
        assertThat(desk.registry.usable(ID)).isEqualTo(bytes);
    }

    @Test
    void aDigestThatWasChangedInTheTables_isFound() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        Path mine = Files.writeString(folder.resolve("mine"), "something else");
        String digest = io.ganglion.hub.shelf.Whole.digest(mine);
        Files.move(mine, folder.resolve("artefacts").resolve(digest + ".jar"));
        behindItsBack("UPDATE hub_model SET artefact = '" + digest + "'");
        assertThat(desk.registry.verify()).singleElement().asString().contains("behind the hub's back");
        assertThatThrownBy(() -> desk.registry.usable(ID)).hasMessageContaining("behind the hub's back");
    }

    @Test
    void aStageOrAStepThatWasChangedInTheTables_isFound() throws Exception {
        desk.register("pump-anomaly@1.1.0");
        behindItsBack("UPDATE hub_model SET stage = 'APPROVED'");
        assertThatThrownBy(() -> desk.registry.usable(ID)).hasMessageContaining("its stage is APPROVED");
        behindItsBack("UPDATE hub_step SET stage = 'APPROVED'");
        assertThatThrownBy(() -> desk.registry.usable(ID)).hasMessageContaining("behind the hub's back, at its step");
    }

    @Test
    void aDamagedRegistry_isPutAside_andItBeginsAnew() throws Exception {
        desk.register("pump-anomaly@1.1.0");
        desk.close();
        Path file = folder.resolve("hub.db");
        Files.deleteIfExists(folder.resolve("hub.db-wal"));
        Files.writeString(file, "no database".repeat(1_000));
        desk = new Desk(folder);
        assertThat(desk.registry.list()).isEmpty();
        assertThat(desk.ledger.trouble()).contains("put aside: hub.db.damaged-");
        desk.register("pump-anomaly@1.1.0");
    }

    @Test
    void aSecondHubOnTheSameFile_isRefused_andNamesTheProcess_andGoesOnWhenTheFirstHasEnded() throws Exception {
        desk.registry.list();
        try (Desk second = new Desk(folder)) {
            assertThatThrownBy(() -> second.registry.list())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            desk.close();
            assertThat(second.registry.list()).isEmpty();
        }
    }

    @Test
    void anArtefactThatWasChanged_isHealed_byTheSameBundleAgain() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        Files.writeString(desk.artefact("pump-anomaly@1.1.0"), "mine");
        assertThat(desk.registry.verify()).hasSize(1);
        desk.register("pump-anomaly@1.1.0");
        assertThat(desk.registry.verify()).isEmpty();
    }
}
