// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.message.MessageId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenTest {
    @TempDir
    Path folder;

    private static MessageId id(String node, long position) {
        return new MessageId(node, "epoch-1", Kind.OBSERVATION, position);
    }

    @Test
    void whatWasCommitted_isKnownAfterARestart_andNothingElseIs() throws Exception {
        try (Seen seen = new Seen(folder)) {
            seen.add(id("edge-1", 4_095));
            seen.add(id("edge-1", 4_096));
            seen.add(id("edge-2", 7));
            seen.commit();
            seen.add(id("edge-1", 9));
        }
        try (Seen seen = new Seen(folder)) {
            assertThat(seen.contains(id("edge-1", 4_095))).isTrue();
            assertThat(seen.contains(id("edge-1", 4_096))).isTrue();
            assertThat(seen.contains(id("edge-2", 7))).isTrue();
            assertThat(seen.contains(id("edge-1", 9))).isFalse();
            assertThat(seen.contains(id("edge-1", 4_097))).isFalse();
        }
    }

    @Test
    void aStreamIsKnownAsFarAsItsWindow_andOlderCountsAsUnseen() throws Exception {
        try (Seen seen = new Seen(folder)) {
            for (long chunk = 0; chunk < 3 * Seen.CHUNKS; chunk++) {
                seen.add(id("edge-1", chunk * Seen.CHUNK));
                seen.commit();
            }
        }
        try (Seen seen = new Seen(folder)) {
            assertThat(seen.contains(id("edge-1", (3L * Seen.CHUNKS - 1) * Seen.CHUNK)))
                    .isTrue();
            assertThat(seen.contains(id("edge-1", 2L * Seen.CHUNKS * Seen.CHUNK)))
                    .isTrue();
            assertThat(seen.contains(id("edge-1", 0))).isFalse();
        }
    }

    @Test
    void anIdentityIsReadBackAsWritten_andNonsenseIsNone() {
        MessageId id = id("edge-1", 12);
        assertThat(MessageId.parse(id.toString())).contains(id);
        assertThat(MessageId.parse("")).isEmpty();
        assertThat(MessageId.parse("a/b/observation/-1")).isEmpty();
        assertThat(MessageId.parse("a/b/gossip/1")).isEmpty();
        assertThat(MessageId.parse("a/b/observation/1/2")).isEmpty();
        assertThat(MessageId.parse("a/ /insight/1")).isEmpty();
    }
}
