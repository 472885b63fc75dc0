// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private static final Timestamps TIMES = new Timestamps();

    private static long parse(String text) {
        byte[] bytes = Bodies.utf8("\"" + text + "\"");
        return TIMES.parse(bytes, 1, bytes.length - 1);
    }

    @Test
    void anyTime_isTheInstantThatTheJdkReads() {
        SplittableRandom random = new SplittableRandom(3);
        DateTimeFormatter[] formats = new DateTimeFormatter[10];
        for (int digits = 0; digits <= 9; digits++) {
            DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss");
            formats[digits] = (digits == 0
                            ? builder
                            : builder.appendFraction(
                                    java.time.temporal.ChronoField.NANO_OF_SECOND, digits, digits, true))
                    .appendOffset("+HH:MM", random.nextBoolean() ? "Z" : "+00:00")
                    .toFormatter();
        }
        for (int i = 0; i < 100_000; i++) {
            long second = random.nextLong(-9_000_000_000L, 9_000_000_000L);
            OffsetDateTime time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000))
                    .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-17 * 60, 17 * 60 + 1) * 60));
            String text = formats[random.nextInt(10)].format(time);
            Instant due = OffsetDateTime.parse(text).toInstant();
            if (parse(text) != Bodies.nanos(due)) {
                throw new AssertionError(text + " read as " + parse(text) + ", due " + Bodies.nanos(due));
            }
        }
    }

    @Test
    void everyDayOfFourCenturies_isADay_andTheDayAfterTheLastIsNone() {
        for (int day = 0; day < 146_097; day++) {
            java.time.LocalDate date = java.time.LocalDate.of(1800, 1, 1).plusDays(day);
            assertThat(parse(date + "T00:00:00Z")).isEqualTo(date.toEpochDay() * 86_400_000_000_000L);
            if (date.getDayOfMonth() == date.lengthOfMonth()) {
                String after = "%04d-%02d-%02dT00:00:00Z"
                        .formatted(date.getYear(), date.getMonthValue(), date.lengthOfMonth() + 1);
                assertThat(parse(after)).isEqualTo(Timestamps.INVALID);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "2026-11-22T15:00:00",
                "2026-11-22 15:00:00Z",
                "2026-11-22T15:00Z",
                "2026-11-22T15:00:00.Z",
                "2026-11-22T15:00:00,5Z",
                "2026-11-22T15:00:00.1234567890Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T15:60:00Z",
                "2026-11-22T15:00:61Z",
                "2026-11-22T15:00:60Z",
                "2026-00-22T15:00:00Z",
                "2026-11-00T15:00:00Z",
                "2026-11-22T15:00:00+0100",
                "2026-11-22T15:00:00+24:00",
                "2026-11-22T15:00:00+01:60",
                "2026-11-22T15:00:00+1:00",
                "2026-11-22T15:00:00ZZ",
                "2026-11-22T15:00:00Z ",
                " 2026-11-22T15:00:00Z",
                "+2026-11-22T15:00:00Z",
                "2026-11-22T15:00:00.5",
                "2026-11-22T1a:00:00Z",
                "202/-11-22T15:00:00Z",
                "2026-11-22T15:00:00.5a",
                "2026-1122T15:00:00Z0"
            })
    void whatIsNoDateTime_isInvalid(String text) {
        assertThat(parse(text)).isEqualTo(Timestamps.INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60.5+01:00, 2017-01-01T00:00:00.5Z",
        "2026-11-22t15:00:00z, 2026-11-22T15:00:00Z",
        "2026-11-22T15:00:00-00:00, 2026-11-22T15:00:00Z",
    })
    void cornersOfTheRfc_areRead(String text, Instant instant) {
        assertThat(parse(text)).isEqualTo(Bodies.nanos(instant));
    }

    @Test
    void beyondALong_saturates() {
        assertThat(parse("9999-12-31T23:59:59Z")).isEqualTo(Long.MAX_VALUE);
        assertThat(parse("0000-01-01T00:00:00Z")).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(parse("2262-04-11T23:47:16.854775807Z")).isEqualTo(Long.MAX_VALUE);
        assertThat(parse("2262-04-11T23:47:15.999999999Z")).isEqualTo(9223372035999999999L);
    }
}
