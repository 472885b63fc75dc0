// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.ledger.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    Path folder;

    private static ModelFile large(String id, int bytes) {
        byte[] network = new byte[bytes];
        new SplittableRandom(id.hashCode()).nextBytes(network);
        return ModelFile.of(id).with("model/network.zip", network);
    }

    @Test
    void aFullRegistry_changesNothing_saysSo_andGoesOn() throws Exception {
        AtomicInteger pages = new AtomicInteger(40);
        try (Desk desk = new Desk(folder, "node-a", new SqliteDatabase(folder, Desk.CLOCK, pages::get))) {
            desk.register("pump-anomaly@1.0.0");
            ModelId id = ModelId.parse("pump-anomaly@1.0.0");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            desk.registry.note(id, "ada", "x".repeat(1_000));
                        }
                    })
                    .hasMessageContaining("no room for")
                    .hasMessageContaining("MB free");
            assertThat(desk.ledger.trouble()).contains("no room for");
            ModelRecord before = desk.registry.find(id).orElseThrow();
            assertThatThrownBy(() -> desk.register("pump-anomaly@1.1.0", "a long story ".repeat(2_000)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no room for");
            assertThat(desk.registry.list()).containsExactly(before);
            assertThat(desk.registry.verify()).isEmpty();
            pages.set(0);
            // The next failure closes the connection that still has the limit; the one after it is well.
            try {
                desk.register("pump-anomaly@1.1.0");
            } catch (IOException e) {
                desk.register("pump-anomaly@1.1.0");
            }
            assertThat(desk.ledger.trouble()).isEmpty();
            assertThat(desk.registry.list()).hasSize(2);
        }
    }

    @Test
    void aFullDisk_leavesNoHalfArtefactBehind_andGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()),
                "SKIPPED: a small disk cannot be mounted here (not root?)");
        try (Desk desk = new Desk(Files.createDirectory(disk.resolve("hub")))) {
            desk.approved("pump-anomaly@1.0.0");
            desk.registry.publish(ModelId.parse("pump-anomaly@1.0.0"), "ada");
            Path ballast = Files.write(disk.resolve("ballast"), new byte[7 << 19]);
            List<ModelRecord> before = desk.registry.list();
            assertThatThrownBy(() -> desk.register("pump-anomaly@1.1.0", large("pump-anomaly@1.1.0", 3 << 20)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("space");
            assertThat(desk.registry.list()).isEqualTo(before);
            assertThat(desk.registry.verify()).isEmpty();
            try (var left = Files.list(disk.resolve("hub/artefacts/incoming"))) {
                assertThat(left).isEmpty();
            }
            Files.delete(ballast);
            desk.register("pump-anomaly@1.1.0", large("pump-anomaly@1.1.0", 3 << 20));
            desk.registry.approve(ModelId.parse("pump-anomaly@1.1.0"), "ada", "");
            // Its jar does not fit a second time: the list stays the one before.
            assertThatThrownBy(() -> desk.registry.publish(ModelId.parse("pump-anomaly@1.1.0"), "ada"))
                    .isInstanceOf(IOException.class);
            assertThat(new String(
                            desk.repository.read("features.xml", "http://here").orElseThrow()))
                    .contains("1.0.0")
                    .doesNotContain("1.1.0");
            assertThat(desk.registry.verify()).isEmpty();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
