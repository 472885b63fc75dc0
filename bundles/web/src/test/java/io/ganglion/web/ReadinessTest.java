// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.Store;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static Flow flow(String trouble) {
        return new Flow() {
            @Override
            public FlowCounters counters() {
                return new FlowCounters(0, 0, 0, 0, 0, 0, 0);
            }

            @Override
            public String trouble() {
                return trouble;
            }
        };
    }

    private static Models models(ModelStatus.State state) {
        return new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of(new ModelStatus(
                        ModelId.parse("pump-anomaly@1.2.0"),
                        "Pump",
                        "test",
                        state,
                        "",
                        "probe 3 is off by 0.4: build the model again",
                        0,
                        Optional.empty(),
                        ""));
            }

            @Override
            public List<Route> routes() {
                return List.of();
            }
        };
    }

    @Test
    void aNodeThatTakesAndKeepsAndThinks_isReady() {
        Store store = () -> new Store.Status(10, 0, 0, 4_096, "", "a damaged file was put aside");
        assertThat(Readiness.reasons(flow(""), store, null, models(ModelStatus.State.SERVING)))
                .isEmpty();
        assertThat(Readiness.reasons(flow(""), null, null, null)).isEmpty();
    }

    @Test
    void whateverIsWrong_isSaidByName() {
        Store full = () -> new Store.Status(10, 0, 0, 4_096, "the disk is full: free 100 MB", "");
        assertThat(Readiness.reasons(
                        flow("the quarantine cannot be written"), full, null, models(ModelStatus.State.REFUSED)))
                .containsExactly(
                        new Readiness.Reason("flow", "the quarantine cannot be written"),
                        new Readiness.Reason("store", "the disk is full: free 100 MB"),
                        new Readiness.Reason(
                                "model", "pump-anomaly@1.2.0: probe 3 is off by 0.4: build the model again"));
    }

    @Test
    void withoutThePipeline_nothingIsTaken() {
        assertThat(Readiness.reasons(null, null, null, null))
                .extracting(Readiness.Reason::what)
                .containsExactly("flow");
    }
}
