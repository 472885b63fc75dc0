// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T02:08:58Z, 2026-11-23T02:08:58Z",
        "2026-11-23T02:08:58.123+01:00, 2026-11-23T01:08:58.123Z",
        "2024-01-15T10:30:00.000+0000, 2024-01-15T10:30:00Z",
        "2026-11-23 02:08:58, 2026-11-23T01:08:58Z",
        "2026-11-23T02:08:58, 2026-11-23T01:08:58Z",
        "1542801052, 2018-11-21T11:50:52Z",
        "1542801052000, 2018-11-21T11:50:52Z",
        "/Date(1542801052000+0000)/, 2018-11-21T11:50:52Z",
        "2026-11-23, 2026-11-23T22:59:59Z"
    })
    void writtenTimes_areRead_thoseWithoutAZoneInTheSites(String written, Instant meant) {
        assertThat(Times.of(written, BERLIN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-45", "2026-11-23T99:00:00Z", "/Date(x)/", "99", "PT1H", "2026-11-23T"})
    void whatIsNoTime_isNone(String written) {
        assertThat(Times.of(written, BERLIN)).isEmpty();
    }

    @Test
    void odoosDay_isMadeExactByItsLastWriting_whereThatFallsOnTheDay() {
        assertThat(Times.dayWithin("2026-11-23", "2026-11-23 14:05:06", BERLIN))
                .contains(Instant.parse("2026-11-23T14:05:06Z"));
        assertThat(Times.dayWithin("2026-11-23", "2026-11-24 09:00:00", BERLIN))
                .as("edited later: only the day is known")
                .contains(Instant.parse("2026-11-23T22:59:59Z"));
        assertThat(Times.dayWithin("2026-11-23", "2026-11-22 23:30:00", BERLIN))
                .as("written in UTC, and that is the 23rd in Berlin")
                .contains(Instant.parse("2026-11-22T23:30:00Z"));
        assertThat(Times.dayWithin("", "2026-11-22 23:30:00", BERLIN)).isEmpty();
    }

    @Test
    void sapsThreeFields_areOneInstant() {
        String day = "/Date(1542758400000)/";
        assertThat(Times.ofParts(day, "PT11H50M49S", "CET", ZoneOffset.UTC))
                .contains(Instant.parse("2018-11-21T10:50:49Z"));
        assertThat(Times.ofParts(day, "PT11H50M49S", "ZONE51", BERLIN)).contains(Instant.parse("2018-11-21T10:50:49Z"));
        assertThat(Times.ofParts("", "PT00H00M00S", "UTC", ZoneOffset.UTC)).isEqualTo(Optional.empty());
        assertThat(Times.ofParts(day, "half past", "UTC", ZoneOffset.UTC)).isEmpty();
    }
}
