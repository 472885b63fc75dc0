// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class LookoutTest {
    private static final Contract PUMP = new Contract(
            "Pump",
            Version.valueOf("1.0"),
            "Pump",
            List.of(new Attribute("flow", "L2", "", 0, 1, true, List.of())),
            List.of(),
            Duration.ZERO);

    private final Lookout lookout = new Lookout();

    private static List<Device> pump(Condition verdict) {
        Observation row = new Observation(PUMP, "pump-2", "pump-2", 0, 0, new double[] {1}, 1, List.of());
        Insight insight = new Insight(row, verdict, 4, 2, new double[] {1}, ModelId.parse("m@1.0.0"));
        return List.of(new Device("pump-2", "Pump", "x", Instant.EPOCH, 1, 0, Optional.of(insight)));
    }

    @Test
    void aVerdictIsToldOnce_andAgainWhenItTurns() {
        assertThat(lookout.news(pump(Condition.COMMISSIONING))).hasSize(1);
        assertThat(lookout.news(pump(Condition.COMMISSIONING))).isEmpty();
        assertThat(lookout.news(pump(Condition.ANOMALOUS)))
                .containsExactly("Pump pump-2: anomalous, score 4.000 at threshold 2.000, mostly flow 100%");
        assertThat(lookout.news(pump(Condition.NORMAL))).hasSize(1);
    }
}
