// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.learning.Drift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCommandTest {
    private static final String MODEL = "pump-anomaly@1.0.0";

    private final List<Label> kept = new ArrayList<>();
    private final FakeNode node = new FakeNode();

    private final Labels labels = new Labels() {
        @Override
        public void add(Label label) {
            kept.add(label);
        }

        @Override
        public List<Label> list(String contract, String device, Instant from, Instant to) {
            return kept.stream()
                    .filter(label -> label.contract().equals(contract))
                    .filter(label -> device.isEmpty() || label.device().equals(device))
                    .filter(label -> label.from().isBefore(to) && label.to().isAfter(from))
                    .toList();
        }

        @Override
        public long recorded() {
            return kept.size();
        }
    };

    private static Drift drift() {
        return new Drift() {
            @Override
            public List<Standing> standings() {
                return List.of(
                        new Standing("Pump", "pump-7", MODEL, 90_000, List.of("vibrationX", "score"), 4.2, 0.25),
                        new Standing("Pump", "pump-8", MODEL, 50, List.of(), Double.NaN, 0));
            }

            @Override
            public List<Signal> signals(int limit) {
                Signal ofOne = new Signal(
                        "Pump",
                        "pump-7",
                        MODEL,
                        "vibrationX",
                        "kswin+page-hinkley",
                        FakeNode.NOW,
                        88_000,
                        0.1,
                        0.25,
                        0.7,
                        0.68);
                Signal ofAll =
                        new Signal("Pump", "", MODEL, "vibrationX", "quorum", FakeNode.NOW, 88_000, 0.1, 0.25, 3, 2);
                return List.of(ofAll, ofOne).subList(0, Math.min(limit, 2));
            }
        };
    }

    @Test
    void driftShow_namesWhatDrifts_andTheNextStep() throws Exception {
        node.with(Drift.class, drift());
        assertThat(node.answer(new DriftShow()))
                .contains("pump-7", "vibrationX, score", "4.200", "25%", "learning")
                .contains("2 devices, 1 drifting", "aiot:retrain pump-anomaly")
                .doesNotContain("kswin");
    }

    @Test
    void driftShow_withSignals_saysWhoSpoke_forTheWholeModelToo() throws Exception {
        node.with(Drift.class, drift());
        DriftShow command = new DriftShow();
        command.signals = 20;
        assertThat(node.answer(command)).contains("kswin+page-hinkley", "0.6800", "88000", "quorum");
        command.device = "pump-7";
        command.json = true;
        assertThat(node.answer(command))
                .contains("\"subject\" : \"vibrationX\"", "\"row\" : 88000")
                .doesNotContain("quorum", "pump-8");
    }

    @Test
    void driftShow_ofAnUnknownDevice_namesNearOnes() {
        node.with(Drift.class, drift());
        DriftShow command = new DriftShow();
        command.device = "pump-9";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("pump-7");
    }

    @Test
    void labelAdd_keepsALabel_thatLabelListShows() throws Exception {
        node.with(Labels.class, labels);
        LabelAdd add = new LabelAdd();
        add.contract = "Pump";
        add.device = "pump-7";
        add.finding = "other-fault";
        add.trailing = List.of("--from", "-2h", "--cause", "strainer blocked", "--model", MODEL, "--by", "ada");
        assertThat(node.answer(add)).contains("is kept", "pump-7 other-fault", "--id");
        assertThat(kept).singleElement().satisfies(label -> {
            assertThat(label.finding()).isEqualTo(Finding.OTHER_FAULT);
            assertThat(label.from()).isEqualTo(FakeNode.NOW.minusSeconds(7_200));
            assertThat(label.by()).isEqualTo("ada");
        });

        LabelList list = new LabelList();
        list.contract = "Pump";
        assertThat(node.answer(list)).contains("strainer blocked", "1 label.");
        list.from = "-1d";
        list.to = "-3h";
        assertThat(node.answer(list)).contains("No label for Pump then", "aiot:label-add Pump");
    }

    @Test
    void labelAdd_refusesATimeThatEndsFirst_andAFindingThatIsNone() {
        node.with(Labels.class, labels);
        LabelAdd add = new LabelAdd();
        add.contract = "Pump";
        add.device = "pump-7";
        add.finding = "refuted";
        add.to = "-2h";
        assertThatThrownBy(() -> node.answer(add)).hasMessageContaining("ends after it begins");
        add.finding = "confirmd";
        assertThatThrownBy(() -> node.answer(add)).hasMessageContaining("confirmed");
        assertThat(kept).isEmpty();
    }
}
