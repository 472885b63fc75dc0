// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import static io.ganglion.feedback.Plant.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.Attachment;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.feedback.Loop;
import io.ganglion.feedback.Plant;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskStoryTest {
    private static final Resolution WORN =
            new Resolution(Finding.CONFIRMED, "bearing-wear", "changed it", "outer ring");

    @TempDir
    Path folder;

    private final Plant.Hands clock = new Plant.Hands(NOON.plusSeconds(600));

    private Loop loop() throws Exception {
        return new Loop(folder, clock);
    }

    private static void raise(Loop loop, String device) {
        int before = loop.desk.list(Set.of(), "", "", 100).size();
        loop.rows(device, NOON, "xxxxxxx");
        await().until(() -> loop.desk.list(Set.of(), "", "", 100).size() == before + 1);
    }

    private static List<Label> labels(Loop loop) {
        return loop.labels.list("Pump", "", NOON.minusSeconds(9_999), NOON.plusSeconds(99_999));
    }

    @Test
    void theWholeCourse_leavesATrail_andALabelOverTheEpisode() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            loop.desk.acknowledge("WO-1", "ada");
            clock.wind(Duration.ofMinutes(10));
            loop.desk.start("wo-1", "ada");
            clock.wind(Duration.ofMinutes(50));
            WorkOrder closed = loop.desk.resolve("1", WORN, "ada");

            assertThat(closed.state()).isEqualTo(State.CLOSED);
            assertThat(closed.assignee()).isEqualTo("ada");
            assertThat(loop.desk.facts("WO-1"))
                    .extracting(Fact::kind)
                    .containsExactly("CREATED", "ACKNOWLEDGED", "STARTED", "RESOLVED");
            assertThat(labels(loop)).singleElement().satisfies(label -> {
                assertThat(label.id()).isEqualTo(closed.label().orElseThrow());
                assertThat(label.from()).isEqualTo(NOON);
                assertThat(label.to()).isEqualTo(clock.instant());
                assertThat(label.cause()).isEqualTo("bearing-wear");
                assertThat(label.model()).contains(Plant.MODEL);
            });
        }
        try (Loop loop = loop()) {
            assertThat(loop.desk.find("WO-1").orElseThrow().resolution()).contains(WORN);
        }
    }

    @Test
    void aDoubleClickRecordsNothing_andACorrectionIsANewFactForTheSameLabel() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            loop.desk.acknowledge("WO-1", "ada");
            loop.desk.acknowledge("WO-1", "ada");
            loop.desk.resolve("WO-1", WORN, "ada");
            loop.desk.resolve("WO-1", WORN, "ada");
            loop.desk.note("WO-1", "<script>alert(1)</script>", "ada");
            loop.desk.note("WO-1", "<script>alert(1)</script>", "ada");
            assertThat(loop.labels.recorded()).isEqualTo(1);

            loop.desk.resolve("WO-1", new Resolution(Finding.REFUTED, "", "", "it was the sensor"), "bob");

            assertThat(loop.desk.facts("WO-1"))
                    .extracting(Fact::kind)
                    .containsExactly("CREATED", "ACKNOWLEDGED", "RESOLVED", "NOTE", "CORRECTED");
            assertThat(loop.desk.facts("WO-1").get(3).text()).isEqualTo("<script>alert(1)</script>");
            assertThat(labels(loop)).extracting(Label::finding).containsExactly(Finding.REFUTED);
            assertThat(loop.labels.recorded()).isEqualTo(2);
        }
    }

    @Test
    void whatTheDeskCannotDo_itSaysWithTheNextStep() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.acknowledge("WO-71", "ada"))
                    .withMessage("no work order WO-71. Near: WO-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            loop.desk.resolve("WO-1", new Resolution(Finding.CONFIRMED, "gremlins", "", ""), "ada"))
                    .withMessageContaining("gremlins")
                    .withMessageContaining("bearing-wear");
            loop.desk.start("WO-1", "ada");
            assertThatThrownBy(() -> loop.desk.start("WO-1", "bob"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "WO-1 is in progress by ada, so it cannot be started. Next: aiot:work-order-resolve WO-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.note("WO-1", "x".repeat(10_001), "ada"))
                    .withMessageContaining("10001");
        }
    }

    @Test
    void whatNobodyWasToldOf_isReported_andIsAMissedLabel() throws Exception {
        try (Loop loop = loop()) {
            Instant from = NOON.minusSeconds(100);
            Resolution missed = new Resolution(Finding.MISSED, "bearing-wear", "", "it screamed");
            WorkOrder order = loop.desk.report("Pump", "pump-7", from, NOON, missed, "ada");
            WorkOrder again = loop.desk.report("Pump", "pump-7", from, NOON, missed, "ada");

            assertThat(again).isEqualTo(order);
            assertThat(order.state()).isEqualTo(State.CLOSED);
            assertThat(labels(loop)).singleElement().satisfies(label -> {
                assertThat(label.finding()).isEqualTo(Finding.MISSED);
                assertThat(label.model()).isEmpty();
                assertThat(label.from()).isEqualTo(from);
                assertThat(label.to()).isEqualTo(NOON);
            });
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.report("Pump", "pump-7", NOON, NOON.plusSeconds(99_999), missed, "ada"))
                    .withMessageContaining("is over");
        }
    }

    @Test
    void aPhotoIsOneByItsContent_isKeptForTheNodeAlone_andThereIsAnEndToThem() throws Exception {
        byte[] jpeg = "\u00ff\u00d8\u00ff\u00e0 a bearing".getBytes(StandardCharsets.ISO_8859_1);
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            Attachment photo = loop.desk.attach("WO-1", new ByteArrayInputStream(jpeg), "ada");
            assertThat(loop.desk.attach("WO-1", new ByteArrayInputStream(jpeg), "ada"))
                    .isEqualTo(photo);
            assertThat(photo.mediaType()).isEqualTo("image/jpeg");
            assertThat(loop.desk.photo("WO-1", photo.id()).orElseThrow().readAllBytes())
                    .isEqualTo(jpeg);
            assertThat(loop.desk.photo("WO-1", "../../labels.log")).isEmpty();
            try (var files = Files.walk(folder.resolve("photos"))) {
                Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }

            byte[] huge = new byte[WorkOrders.PHOTO_LIMIT + 12_000_000];
            System.arraycopy(jpeg, 0, huge, 0, jpeg.length);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.attach("WO-1", new ByteArrayInputStream(huge), "ada"))
                    .withMessageContaining("at most 8 MB");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.attach(
                            "WO-1", new ByteArrayInputStream("<svg/>".getBytes(StandardCharsets.US_ASCII)), "ada"))
                    .withMessageContaining("JPEG, PNG or WebP");
            for (int i = 1; i < Desk.PHOTOS; i++) {
                jpeg[8] = (byte) i;
                loop.desk.attach("WO-1", new ByteArrayInputStream(jpeg), "ada");
            }
            jpeg[8] = 99;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.desk.attach("WO-1", new ByteArrayInputStream(jpeg), "ada"))
                    .withMessageContaining("takes no more");
        }
        try (Loop loop = loop()) {
            assertThat(loop.desk.find("WO-1").orElseThrow().attachments()).hasSize(Desk.PHOTOS);
        }
    }

    @Test
    void aDamagedFileIsSetAside_andSaid_andLabelsAreAllThere() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
            loop.desk.resolve("WO-1", WORN, "ada");
        }
        byte[] rubbish = new byte[20_000];
        java.util.Arrays.fill(rubbish, (byte) 'x');
        Files.write(folder.resolve("feedback.db"), rubbish);

        try (Loop loop = loop()) {
            assertThat(loop.clerk.trouble()).contains("were damaged, and begin anew");
            raise(loop, "pump-8");
            loop.desk.resolve("WO-1", new Resolution(Finding.REFUTED, "", "", ""), "ada");
            // The numbers begin anew, the labels' names do not.
            assertThat(labels(loop))
                    .extracting(Label::device, Label::finding)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("pump-7", Finding.CONFIRMED),
                            org.assertj.core.groups.Tuple.tuple("pump-8", Finding.REFUTED));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("feedback.db.damaged-"));
        }
    }

    @Test
    void aFullDiskDoesNothingByHalves() throws Exception {
        try (Loop loop = loop()) {
            raise(loop, "pump-7");
        }
        try (Loop loop = new Loop(folder, clock, () -> 1)) {
            Throwable refused = null;
            int notes = 0;
            for (; notes < 1_000 && refused == null; notes++) {
                int number = notes;
                refused = org.assertj.core.api.Assertions.catchThrowable(
                        () -> loop.desk.note("WO-1", number + "x".repeat(9_000), "ada"));
            }
            assertThat(refused).isInstanceOf(UncheckedIOException.class).hasMessageContaining("Make room");
            assertThat(loop.desk.facts("WO-1")).hasSize(notes);
            assertThat(loop.desk.find("WO-1")).isPresent();
        }
    }
}
