// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that registers, approves and publishes is killed, again and again, on one and the same folder. */
class KillTest {

    /** {@code -Dganglion.kills=100} for a long round. */
    private static final int KILLS = Integer.getInteger("ganglion.kills", 8);

    @TempDir
    Path folder;

    /** The child: one model after the other, as fast as it may; says what is done. */
    public static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            try (Desk desk = new Desk(Path.of(args[0]))) {
                desk.registry.follow();
                for (int minor = Integer.parseInt(args[1]); ; minor++) {
                    String id = "pump-anomaly@1." + minor + ".0";
                    desk.register(id);
                    System.out.println("registered " + minor);
                    if (desk.stage(id) == Stage.CANDIDATE) {
                        desk.registry.approve(ModelId.parse(id), "ada", "");
                    }
                    System.out.println("approved " + minor);
                    desk.registry.publish(ModelId.parse(id), "ada");
                    System.out.println("published " + minor);
                }
            }
        }
    }

    @Test
    void whatWasSaidDoneIsThere_andTheRestIsOldOrNew_whereverTheProcessWasKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> done = killAfter(random.nextInt(1, 40), random.nextInt(0, 3_000_000), next);
            try (Desk desk = new Desk(folder)) {
                desk.registry.follow();
                assertThat(desk.registry.verify()).isEmpty();
                for (String line : done) {
                    assertThatIsDone(desk, line);
                }
                String xml = published(desk);
                for (ModelRecord record : desk.registry.list()) {
                    boolean published =
                            record.steps().stream().anyMatch(step -> step.note().startsWith("published"));
                    assertThat(xml.contains("version=\"" + record.id().version() + "\""))
                            .as("%s", record)
                            .isEqualTo(published);
                    next = Math.max(next, record.id().version().getMinor());
                }
            }
        }
        assertThat(next).isPositive();
    }

    private static void assertThatIsDone(Desk desk, String line) throws IOException {
        String id = "pump-anomaly@1." + line.substring(line.indexOf(' ') + 1) + ".0";
        ModelRecord record = desk.registry.find(ModelId.parse(id)).orElseThrow();
        if (!line.startsWith("registered")) {
            assertThat(record.stage()).isEqualTo(Stage.APPROVED);
        }
        if (line.startsWith("published")) {
            assertThat(published(desk)).contains("version=\"" + record.id().version() + "\"");
        }
    }

    private static String published(Desk desk) throws IOException {
        return new String(desk.repository.read("features.xml", "http://here").orElseThrow(), StandardCharsets.UTF_8);
    }

    /** Kills the child so many nanoseconds after it has done so many things, wherever it is by then. */
    private List<String> killAfter(int things, long nanos, int next) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(next))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> done = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                done.add(line);
                if (done.size() == things) {
                    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
                        Thread.onSpinWait();
                    }
                    child.destroyForcibly();
                }
            }
        } catch (IOException e) {
            // Killed in the middle of a line.
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(done).hasSizeGreaterThanOrEqualTo(things);
        // The last line may have been cut.
        done.removeIf(line -> !line.matches("(registered|approved|published) [0-9]+"));
        done.remove(done.size() - 1);
        return done;
    }
}
