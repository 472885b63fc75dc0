// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.maintenance.wire.BoundedJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
    @TempDir
    Path folder;

    @Test
    void placeThatNobodyFills_isSeenAtTheStart() throws Exception {
        Path file = Files.writeString(
                folder.resolve("t.json"),
                """
                {"create":{"method":"POST","path":"/t"},"find":{"path":"/t?k={kee}"},"read":{"path":"/t/{id}"},"close":[{"path":"/t"}]}
                """);

        assertThatThrownBy(() -> Template.read(file.toString(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{kee}");
    }

    @Test
    void templateWithoutAWayToClose_orThatIsNoTemplate_isRefused() throws Exception {
        Path file = Files.writeString(
                folder.resolve("t.json"),
                "{\"create\":{\"path\":\"/t\"},\"find\":{\"path\":\"/t\"},\"read\":{\"path\":\"/t\"}}");
        assertThatThrownBy(() -> Template.read(file.toString(), Map.of())).hasMessageContaining("close");
        Files.writeString(file, "{\"create\":{\"method\":\"DELETE\",\"path\":\"/t\"}}");
        assertThatThrownBy(() -> Template.read(file.toString(), Map.of())).hasMessageContaining("GET POST PUT PATCH");
        assertThatThrownBy(() -> Template.read("jira", Map.of())).hasMessageContaining("redmine");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> Template.read(file.toString(), Map.of())).hasMessageContaining("cannot be read");
    }

    @Test
    void spots_chooseByWhatAnElementHolds() throws Exception {
        var json = BoundedJson.read(
                """
                {"a":[{"id":1,"v":"x"},{"id":3,"v":"y","d":[{"n":"s"},{"n":"t"}]},{"id":3,"v":""},{"id":4,"d":[{"n":"t"}],"v":"z"}],"f":false,"n":12}
                """
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(Spot.of("/a/[id=3]/v").text(json)).isEqualTo("y");
        assertThat(Spot.of("/a/[-d/n=t]/v").text(json)).isEqualTo("z");
        assertThat(Spot.of("/a/[d/n=s]/id").text(json)).isEqualTo("3");
        assertThat(Spot.of("/a/[-v]/v").text(json)).as("the last that has any").isEqualTo("z");
        assertThat(Spot.of("/a/1/v").text(json)).isEqualTo("y");
        assertThat(Spot.of("/a/[id=9]/v").text(json)).isEmpty();
        assertThat(Spot.of("/f").text(json)).isEmpty();
        assertThat(Spot.of("/n").text(json)).isEqualTo("12");
        assertThat(Spot.of("").in(json)).isSameAs(json);
        assertThatThrownBy(() -> Spot.of("/a/[id=3/v")).hasMessageContaining("bracket");
        assertThatThrownBy(() -> Spot.of("a")).hasMessageContaining("/name/name");
    }
}
