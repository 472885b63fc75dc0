// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowTest {
    @ParameterizedTest
    @CsvSource({
        // 2026-11-22 is a Sunday; Berlin is an hour ahead in winter, two in summer.
        "Sun 02:00-04:00 Europe/Berlin, 2026-11-22T01:00:00Z, true",
        "Sun 02:00-04:00 Europe/Berlin, 2026-11-22T03:00:00Z, false",
        "Sun 02:00-04:00 Europe/Berlin, 2026-07-19T00:30:00Z, true",
        "Sun 02:00-04:00 Europe/Berlin, 2026-11-23T01:30:00Z, false",
        "daily 22:00-01:00 UTC, 2026-11-22T23:59:59Z, true",
        "daily 22:00-01:00 UTC, 2026-11-22T00:59:59Z, true",
        "daily 22:00-01:00 UTC, 2026-11-22T01:00:00Z, false",
        "saturday 22:00-01:00 UTC, 2026-11-22T00:30:00Z, true",
        "saturday 22:00-01:00 UTC, 2026-11-21T00:30:00Z, false",
    })
    void aWindowFollowsTheClockOnTheWall(String window, Instant at, boolean inside) {
        assertThat(MaintenanceWindow.parse(window).isIn(at)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sun",
                "Sun 02:00 UTC",
                "Su 02:00-03:00 UTC",
                "Sun 25:00-26:00 UTC",
                "Sun 02:00-03:00 Mars/Base"
            })
    void whatIsNone_isRefusedWithItsText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.parse(text))
                .withMessageContaining("Sun 02:00-04:00 Europe/Berlin")
                .withMessageContaining(text);
    }

    @Test
    void itIsSaidAsItIsWritten() {
        assertThat(MaintenanceWindow.parse("sunday 02:00-04:00 UTC")).hasToString("Sun 02:00-04:00 UTC");
    }
}
