// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that adds labels is killed, again and again, on one and the same file. */
class KillTest {
    /** {@code -Dganglion.kills=100} for a long round. */
    private static final int KILLS = Integer.getInteger("ganglion.kills", 6);

    @TempDir
    Path folder;

    /** The child: adds labels as fast as it may, and says which were kept. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            LabelLog log = new LabelLog(Path.of(args[0]));
            DataOutputStream out = new DataOutputStream(System.out);
            for (int n = Integer.parseInt(args[1]); ; n++) {
                log.add(LabelLogTest.label("label-" + n, "pump-1", n, Finding.CONFIRMED));
                out.writeInt(n);
                out.flush();
            }
        }
    }

    @Test
    void whatWasAddedIsThereOnce_whereverTheProcessWasKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        int kept = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            kept = killAfter(random.nextInt(1, 200), kept);
            try (LabelLog log = new LabelLog(folder)) {
                List<Label> labels = log.list("Pump", "", LabelLogTest.NOON, LabelLogTest.NOON.plusSeconds(1_000_000));
                // One more may be on the disk than was said.
                assertThat(labels).hasSizeBetween(kept + 1, kept + 2).hasSize((int) log.recorded());
                for (int i = 0; i < labels.size(); i++) {
                    assertThat(labels.get(i))
                            .isEqualTo(LabelLogTest.label("label-" + i, "pump-1", i, Finding.CONFIRMED));
                }
                kept = labels.size() - 1;
            }
        }
    }

    /** Kills the child once it has kept so many more labels; the number of the last that it said. */
    private int killAfter(int labels, int before) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(before + 1))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int kept = before;
        try (DataInputStream said = new DataInputStream(child.getInputStream())) {
            for (int i = 0; ; i++) {
                if (i == labels) {
                    // By its handle: the process's own method also closes the stream, and with it what was said last.
                    child.toHandle().destroyForcibly();
                }
                kept = said.readInt();
            }
        } catch (IOException e) {
            // Killed, perhaps in the middle of a number.
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(kept).isGreaterThanOrEqualTo(before + labels);
        return kept;
    }
}
