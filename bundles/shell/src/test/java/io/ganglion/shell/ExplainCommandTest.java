// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.explanation.Explanation.Method;
import io.ganglion.api.explanation.Explanation.Part;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
    private final FakeNode node = new FakeNode();
    private Instant asked;
    private Method method;

    @BeforeEach
    void oneDevice() {
        node.with(History.class, new History() {
            @Override
            public List<Entity> entities() {
                return List.of(new Entity("urn:ngsi-ld:Pump:pump-7", "pump-7", FakeNode.PUMP, 0, 1, 2));
            }

            @Override
            public Optional<Entity> find(String idOrDevice) {
                return entities().stream()
                        .filter(entity -> entity.device().equals(idOrDevice))
                        .findFirst();
            }

            @Override
            public Optional<Rows> latest(String contract, String device) {
                return Optional.empty();
            }

            @Override
            public Rows query(SeriesQuery query) {
                throw new AssertionError("the explainer reads, not the command");
            }
        });
        node.with(Explainer.class, (contract, device, at, how) -> {
            asked = at;
            method = how;
            if (how == Method.KERNEL_SHAP) {
                throw new IllegalStateException("no model answers for " + contract);
            }
            return new Explanation(
                    contract,
                    device,
                    FakeNode.NOW,
                    ModelId.parse("pump-anomaly@1.0.0"),
                    how,
                    8,
                    2,
                    0.5,
                    List.of(
                            new Part("motorCurrent", "AMP", 12, 9.5, 9.4, 6),
                            new Part("flow", "L2", Double.NaN, 30, 31, 1.5)),
                    Optional.of(FakeNode.NOW.minusSeconds(60)));
        });
    }

    @Test
    void explain_showsWhatMadeTheScore_besideWhatWasExpected() throws Exception {
        Explain command = new Explain();
        command.device = "pump-7";
        command.trailing = List.of("--at", "-2h", "--method", "gradients");
        assertThat(node.answer(command))
                .contains("pump-7 at 2026-11-22T15:00:10Z, by pump-anomaly@1.0.0")
                .contains("motorCurrent [A] | 12.00 | 9.500    | 9.400  | 6.000        | 80%")
                .contains("Score 8.000, 0.5000 of it without cause; anomalous above 2.000.")
                .contains("Normal is the row of 2026-11-22T14:59:10Z.");
        assertThat(asked).isEqualTo(FakeNode.NOW.minusSeconds(7_200));
        assertThat(method).isEqualTo(Method.INTEGRATED_GRADIENTS);
    }

    @Test
    void explain_asJson_hasEveryPart() throws Exception {
        Explain command = new Explain();
        command.device = "pump-7";
        command.json = true;
        assertThat(node.answer(command))
                .contains("\"baseline\" : 0.5", "\"method\" : \"RECONSTRUCTION\"")
                .contains("\"attribute\" : \"flow\"", "\"contribution\" : 1.5");
    }

    @Test
    void whatCannotBeExplained_fails_withTheReason() {
        Explain unknown = new Explain();
        unknown.device = "pump-8";
        assertThatThrownBy(() -> node.answer(unknown))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("pump-7");
        Explain shap = new Explain();
        shap.device = "pump-7";
        shap.method = "shap";
        assertThatThrownBy(() -> node.answer(shap))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("no model answers for Pump");
        shap.method = "magic";
        assertThatThrownBy(() -> node.answer(shap)).hasMessageContaining("reconstruction, gradients or shap: magic");
    }
}
