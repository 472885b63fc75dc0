// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.feedback.Loop;
import io.ganglion.feedback.Plant;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that raises, notes and resolves is killed, again and again, on one and the same folder. */
class KilledInTheMiddleTest {
    /** {@code -Dganglion.kills=100} for a long round. */
    private static final int KILLS = Integer.getInteger("ganglion.kills", 5);

    @TempDir
    Path folder;

    /** The child: one machine in one long episode, and one after the other that fails and is repaired. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Loop loop = new Loop(Path.of(args[0]), new Plant.Hands(NOON.plusSeconds(600)));
            DataOutputStream out = new DataOutputStream(System.out);
            int first = Integer.parseInt(args[1]);
            Instant time = NOON.plusSeconds(first * 100L);
            for (int n = first; ; n++) {
                time = loop.rows("always-sick", time, "xxxxxxxxxxxx");
                String device = "pump-" + n;
                loop.rows(device, NOON, "xxxxxxxx");
                List<WorkOrder> found = List.of();
                while (found.isEmpty()) {
                    found = loop.desk.list(Set.of(), "", device, 1);
                }
                loop.desk.note(found.get(0).id(), "note " + n, "ada");
                loop.desk.resolve(found.get(0).id(), new Resolution(Finding.CONFIRMED, "bearing-wear", "", ""), "ada");
                out.writeInt(n);
                out.flush();
            }
        }
    }

    @Test
    void whatWasAnsweredIsThere_whole_andAnEpisodeThatGoesOnIsStillOne() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        int kept = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            int said = killAfter(random.nextInt(1, 20), kept);
            try (Loop loop = new Loop(folder, new Plant.Hands(NOON.plusSeconds(600)))) {
                loop.labelDesk.deliver();
                assertThat(loop.clerk.trouble()).isEmpty();
                List<Alert> sick = loop.clerk.list("always-sick", Instant.MIN, Instant.MAX, false, 99);
                assertThat(sick).hasSize(1).allMatch(Alert::open);
                for (int n = 0; n <= said; n++) {
                    check(loop, n);
                }
                for (WorkOrder order : loop.desk.list(Set.of(), "", "", 10_000)) {
                    assertThat(loop.clerk
                                    .find(order.alert().orElseThrow())
                                    .orElseThrow()
                                    .workOrder())
                            .contains(order.id());
                    assertThat(loop.labels.list("Pump", order.device(), Instant.EPOCH, NOON.plusSeconds(999_999)))
                            .hasSize(order.state() == State.CLOSED ? 1 : 0);
                }
            }
            kept = said + 1;
        }
    }

    private static void check(Loop loop, int n) {
        List<WorkOrder> orders = loop.desk.list(Set.of(), "", "pump-" + n, 9);
        // A number between two lives may have been begun and not answered.
        if (orders.isEmpty()) {
            return;
        }
        assertThat(orders).hasSize(1);
        List<String> kinds =
                loop.desk.facts(orders.get(0).id()).stream().map(Fact::kind).toList();
        assertThat(kinds).startsWith("CREATED");
        assertThat(kinds.contains("RESOLVED")).isEqualTo(orders.get(0).state() == State.CLOSED);
    }

    private int killAfter(int rounds, int before) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(before + 1))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int said = before;
        try (DataInputStream heard = new DataInputStream(child.getInputStream())) {
            for (int i = 0; ; i++) {
                if (i == rounds) {
                    child.toHandle().destroyForcibly();
                }
                said = heard.readInt();
            }
        } catch (IOException e) {
            // Killed, perhaps in the middle of a number.
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(said).isGreaterThanOrEqualTo(before + rounds);
        return said;
    }
}
