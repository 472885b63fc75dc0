// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRegistrationTest {

    @TempDir
    Path folder;

    @Test
    void dataFolderIsForItsOwnerOnly() throws Exception {
        Node node = NodeRegistration.describe("edge-1", "plant1", folder.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.data())))
                .isEqualTo("rwx------");
    }

    @Test
    void withoutANameItIsThisMachines() throws Exception {
        assertThat(Payload.isName(
                        NodeRegistration.describe("", "plant1", folder).name()))
                .isTrue();
        assertThat(HostName.fit("press room/3#\n")).isEqualTo("press-room-3-");
        assertThat(HostName.fit(" ")).isEqualTo("node");
    }

    @Test
    void nameThatFitsNoTopicIsRefusedWithItself() {
        assertThatThrownBy(() -> NodeRegistration.describe("a/b", "plant1", folder))
                .hasMessageContaining("a/b");
    }
}
