// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0000",
        "0.02712, 0.0271",
        "1.3349, 1.335",
        "79.31, 79.31",
        "233.14, 233.1",
        "1024.2, 1024",
        "123456789, 1.235e+08",
        "0.00001, 1.000e-05",
        "-1.5, -1.500",
        "NaN, -"
    })
    void numbersHaveFourSignificantDigits(double value, String text) {
        assertThat(Plain.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"850, 850 ms", "12000, 12 s", "-5, 0 ms", "180000, 3 min", "7500000, 2 h 5 min", "349200000, 4 d 1 h"})
    void durationsAreRoundedForPeople(long millis, String text) {
        assertThat(Plain.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void jsonSaysNullForWhatItCannotSay() {
        assertThat(Json.line(Map.of("threshold", Double.NaN))).isEqualTo("{\"threshold\":null}");
        assertThat(Json.line(List.of(1, 2.5, true, "a\"b"))).isEqualTo("[1,2.5,true,\"a\\\"b\"]");
    }

    @Test
    void unitsAreWrittenAsPeopleDo_andUnknownCodesStay() {
        assertThat(Units.labelled("motorCurrent", "AMP")).isEqualTo("motorCurrent [A]");
        assertThat(Units.labelled("count", "C62")).isEqualTo("count");
        assertThat(Units.symbol("XYZ")).isEqualTo("XYZ");
    }
}
