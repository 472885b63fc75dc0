// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    @Test
    void anOverride_isForItsModelAlone() {
        Policies policies =
                Policies.of(Settings.of(Map.of("overrides", new String[] {"pump-anomaly.schedule = every 24h"})));

        assertThat(policies.of("pump-anomaly").triggers().schedule()).hasToString("every 24h");
        assertThat(policies.of("host-anomaly").triggers().schedule()).hasToString("never");
    }

    @Test
    void anOverrideOfNoSetting_isRefused_withTheKeysThereAre() {
        assertThatThrownBy(() -> Policies.of(Settings.of(Map.of("overrides", new String[] {"pump-anomaly.quiet=3"}))))
                .hasMessageContaining("pump-anomaly.quiet=3")
                .hasMessageContaining("quiet_s");
    }

    @Test
    void aValueOutOfRange_isRefusedWithItsValue() {
        assertThatThrownBy(() -> Policies.of(Settings.of(Map.of("heap_mb", 0)))).hasMessageContaining("heap_mb=0");
        assertThatThrownBy(() -> Policies.of(Settings.of(Map.of("then", "promote"))))
                .hasMessageContaining("promote");
        assertThatThrownBy(() -> Policies.of(Settings.of(Map.of("schedule", "often"))))
                .hasMessageContaining("schedule=often");
    }

    @Test
    void aWeeklySchedule_isDueOnItsDayAtItsHour_byTheLocalClock() {
        Instant tuesday = Instant.parse("2026-03-03T12:00:00Z");

        assertThat(Schedule.parse("weekly sunday 03:00").next(tuesday, ZoneOffset.UTC))
                .contains(Instant.parse("2026-03-08T03:00:00Z"));
        assertThat(Schedule.parse("daily 03:00").next(tuesday, ZoneId.of("Asia/Tokyo")))
                .contains(Instant.parse("2026-03-03T18:00:00Z"));
        assertThat(Schedule.parse("every 2d").next(tuesday, ZoneOffset.UTC))
                .contains(Instant.parse("2026-03-05T12:00:00Z"));
        assertThat(Schedule.parse("never").next(tuesday, ZoneOffset.UTC)).isEmpty();
    }
}
