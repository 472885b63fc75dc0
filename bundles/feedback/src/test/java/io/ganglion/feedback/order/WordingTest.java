// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.model.Insight.Contribution;
import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordingTest {

    private static Alert alert(Contribution... parts) {
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        ModelId model = ModelId.parse("pump-anomaly@1.0.0");
        return new Alert(
                "a-1",
                "uptime",
                "pump-7",
                "Pump",
                List.of("pump-7"),
                Severity.HIGH,
                at,
                Optional.empty(),
                at,
                model,
                2,
                5,
                List.of(parts),
                "",
                Optional.empty());
    }

    @Test
    void titleNamesTheSensorsThatMadeTheScore_andNoneThatHardlyDid() {
        assertThat(Wording.title(alert(new Contribution("vibrationX", 0.99), new Contribution("vibrationY", 0.004))))
                .isEqualTo("pump-7 is not as it should be: vibrationX 99 %");
        assertThat(Wording.title(alert())).isEqualTo("pump-7 is not as it should be");
    }

    @Test
    void descriptionSaysWhatMadeTheScore_andSince_andByWhichModel() {
        assertThat(Wording.description(alert(new Contribution("vibrationX", 0.99)), "WO-1"))
                .contains("since 2026-11-23T12:00:00Z", "vibrationX: 99 %", "pump-anomaly@1.0.0", "WO-1", "alert a-1");
    }
}
