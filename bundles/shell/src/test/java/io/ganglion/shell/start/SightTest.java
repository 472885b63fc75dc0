// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SightTest {

    private static Map<String, DriverStatus> broker(State state, String detail) {
        return Map.of("broker", new DriverStatus(state, detail, Instant.EPOCH));
    }

    @Test
    void aNodeIsUp_whenItTakesPayloadsAndAnswersItsOperator() {
        assertThat(new Sight(true, true, true, true, broker(State.ONLINE, "listens")).progress())
                .isEqualTo(new Progress.Up());
        assertThat(new Sight(true, true, true, false, Map.of()).progress()).isEqualTo(new Progress.Up());
    }

    @Test
    void aBrokerThatCannotBind_endsTheStartWithItsReason() {
        assertThat(new Sight(false, false, true, true, broker(State.FAILED, "port 1883 is taken")).progress())
                .isEqualTo(new Progress.Failed("the broker cannot start: port 1883 is taken"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(new Sight(false, false, false, false, Map.of()).progress())
                .isEqualTo(new Progress.Waiting("the features of the boot"));
        assertThat(new Sight(true, true, false, false, Map.of()).progress())
                .isEqualTo(new Progress.Waiting("the pipeline"));
        assertThat(new Sight(true, false, true, false, Map.of()).progress())
                .isEqualTo(new Progress.Waiting("the shell's port"));
        assertThat(new Sight(true, true, true, true, Map.of()).progress())
                .isEqualTo(new Progress.Waiting("the broker"));
        assertThat(new Sight(true, true, true, true, broker(State.STARTING, "opens its journal")).progress())
                .isEqualTo(new Progress.Waiting("the broker: opens its journal"));
    }

    @Test
    void aSilentDriverElsewhere_doesNotHoldTheStart() {
        DriverStatus away = new DriverStatus(State.OFFLINE, "unreachable", Instant.EPOCH);
        assertThat(new Sight(true, true, true, false, Map.of("mqtt-plant", away)).progress())
                .isEqualTo(new Progress.Up());
    }
}
