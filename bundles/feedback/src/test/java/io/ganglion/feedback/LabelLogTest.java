// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelLogTest {
    static final Instant NOON = Instant.parse("2026-03-03T12:00:00Z");

    @TempDir
    Path folder;

    static Label label(String id, String device, int fromSecond, Finding finding) {
        return new Label(
                id,
                "Pump",
                device,
                NOON.plusSeconds(fromSecond),
                NOON.plusSeconds(fromSecond + 60),
                finding,
                "bearing\nworn — \"outer ring\"",
                Optional.of(ModelId.parse("pump-anomaly@1.0.0")),
                "ada",
                NOON.plusSeconds(3600));
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    @Test
    void labelsAreThereAgainAfterARestart_everyFieldOfThem() throws IOException {
        Label one = label("a", "pump-1", 0, Finding.CONFIRMED);
        Label byThemselves =
                new Label("b", "Pump", "pump-2", at(10), at(20), Finding.MISSED, "", Optional.empty(), "bob", at(30));
        try (LabelLog log = new LabelLog(folder)) {
            log.add(one);
            log.add(byThemselves);
        }

        try (LabelLog log = new LabelLog(folder)) {
            assertThat(log.list("Pump", "", at(-1), at(100))).containsExactly(one, byThemselves);
            assertThat(log.recorded()).isEqualTo(2);
        }
    }

    @Test
    void aCorrectionTakesThePlaceOfTheFirst_andCounts_theSameAgainDoesNot() throws IOException {
        try (LabelLog log = new LabelLog(folder)) {
            log.add(label("a", "pump-1", 0, Finding.CONFIRMED));
            log.add(label("a", "pump-1", 0, Finding.REFUTED));
            log.add(label("a", "pump-1", 0, Finding.REFUTED));

            assertThat(log.recorded()).isEqualTo(2);
        }
        try (LabelLog log = new LabelLog(folder)) {
            assertThat(log.list("Pump", "pump-1", at(0), at(1)))
                    .extracting(Label::finding)
                    .containsExactly(Finding.REFUTED);
            assertThat(log.recorded()).isEqualTo(2);
        }
    }

    @Test
    void onlyLabelsThatTouchTheTimeAreListed_inOrderOfTheirBegin() throws IOException {
        try (LabelLog log = new LabelLog(folder)) {
            log.add(label("late", "pump-1", 100, Finding.CONFIRMED));
            log.add(label("early", "pump-1", 0, Finding.CONFIRMED));
            log.add(label("other", "pump-2", 0, Finding.CONFIRMED));

            assertThat(log.list("Pump", "pump-1", at(0), at(200)))
                    .extracting(Label::id)
                    .containsExactly("early", "late");
            assertThat(log.list("Pump", "pump-1", at(60), at(100))).isEmpty();
            assertThat(log.list("Pump", "pump-1", at(59), at(60)))
                    .extracting(Label::id)
                    .containsExactly("early");
            assertThat(log.list("Host", "", at(0), at(200))).isEmpty();
        }
    }

    @Test
    void aTornTailIsCut_andWhatComesNextIsWhole() throws IOException {
        Path file = folder.resolve("labels.log");
        try (LabelLog log = new LabelLog(folder)) {
            log.add(label("a", "pump-1", 0, Finding.CONFIRMED));
            log.add(label("b", "pump-1", 10, Finding.CONFIRMED));
        }
        byte[] bytes = Files.readAllBytes(file);
        int second = bytes.length / 2;
        for (int cut = second + 1; cut < bytes.length; cut += 7) {
            Files.write(file, java.util.Arrays.copyOf(bytes, cut));
            try (LabelLog log = new LabelLog(folder)) {
                assertThat(log.list("Pump", "", at(0), at(99)))
                        .as("cut at %d", cut)
                        .extracting(Label::id)
                        .containsExactly("a");
                log.add(label("c", "pump-1", 20, Finding.OTHER_FAULT));
            }
            try (LabelLog log = new LabelLog(folder)) {
                assertThat(log.list("Pump", "", at(0), at(99)))
                        .extracting(Label::id)
                        .containsExactly("a", "c");
            }
        }
    }

    @Test
    void damageInTheMiddleCostsThatLabelAlone_andACopyIsKept() throws IOException {
        Path file = folder.resolve("labels.log");
        try (LabelLog log = new LabelLog(folder)) {
            log.add(label("a", "pump-1", 0, Finding.CONFIRMED));
            log.add(label("b", "pump-1", 10, Finding.CONFIRMED));
            log.add(label("c", "pump-1", 20, Finding.CONFIRMED));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        try (LabelLog log = new LabelLog(folder)) {
            assertThat(log.list("Pump", "", at(0), at(99)))
                    .extracting(Label::id)
                    .containsExactly("a", "c");
        }
        assertThat(folder.resolve("labels.log.damaged")).hasBinaryContent(bytes);
    }

    @Test
    void aFileOfRubbishStopsNobody() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("labels.log"), "x".repeat(200_000).getBytes(UTF_8), StandardOpenOption.CREATE);

        try (LabelLog log = new LabelLog(folder)) {
            log.add(label("a", "pump-1", 0, Finding.MAINTENANCE));
            assertThat(log.list("Pump", "", at(0), at(99))).hasSize(1);
        }
    }

    @Test
    void aLabelTooLongIsRefused_andNothingOfItIsKept() throws IOException {
        Label huge = new Label(
                "a",
                "Pump",
                "pump-1",
                at(0),
                at(1),
                Finding.MISSED,
                "x".repeat(70_000),
                Optional.empty(),
                "ada",
                at(2));
        try (LabelLog log = new LabelLog(folder)) {
            assertThatIllegalArgumentException().isThrownBy(() -> log.add(huge)).withMessageContaining("bytes=70");
            assertThat(log.recorded()).isZero();
        }
    }

    @Test
    void anInterruptedThreadLosesItsLabel_notTheLog() throws IOException {
        try (LabelLog log = new LabelLog(folder)) {
            Thread.currentThread().interrupt();
            Throwable refused = org.assertj.core.api.Assertions.catchThrowable(
                    () -> log.add(label("a", "pump-1", 0, Finding.CONFIRMED)));
            assertThat(Thread.interrupted()).isTrue();

            assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("add it again");
            log.add(label("a", "pump-1", 0, Finding.CONFIRMED));
            assertThat(log.recorded()).isEqualTo(1);
        }
        try (LabelLog log = new LabelLog(folder)) {
            assertThat(log.recorded()).isEqualTo(1);
        }
    }
}
