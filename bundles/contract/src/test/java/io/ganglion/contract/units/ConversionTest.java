// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.units;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.contract.units.UnitCodes.Spelling;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
    @ParameterizedTest
    @CsvSource({
        "mA, AMP, 1330.2, 1.3302",
        "4K, AMP, 1330.2, 1.3302",
        "uA, AMP, 5, 0.000005",
        "Pa, BAR, -5471.1, -0.054711",
        "hPa, BAR, 1013.25, 1.01325",
        "[psi], BAR, 14.5, 0.9997398075094124",
        "K, CEL, 352.4866, 79.3366",
        "KEL, CEL, 0, -273.15",
        "[degF], CEL, 212, 100",
        "FAH, CEL, 98.6, 37",
        "Cel, KEL, 20, 293.15",
        "m/s2, K40, 9.80665, 1",
        "m3/h, L2, 1.92, 32",
        "L/s, L2, 0.5, 30",
        "1/s, RPM, 24.5, 1470",
        "Hz, RPM, 50, 3000",
        "kW.h, JOU, 1, 3600000",
        "kV, VLT, 0.4, 400",
        "1, P1, 0.25, 25",
        "kBy/s, P93, 1.5, 1500",
        "mm/s, MTS, 4.5, 0.0045",
        "[in_i], MMT, 0.1, 2.54"
    })
    void value_isConvertedToTheBit(String from, String to, double value, double due) {
        assertThat(UnitCodes.between(from, Spelling.ANY, to).orElseThrow().apply(value))
                .isEqualTo(due);
    }

    @Test
    void whatMeasuresSomethingElse_orIsUnknown_doesNotConvert() {
        assertThat(UnitCodes.between("K", Spelling.ANY, "AMP")).isEmpty();
        assertThat(UnitCodes.between("Cel", Spelling.CEFACT, "KEL")).isEmpty();
        assertThat(UnitCodes.between("dB", Spelling.SENML, "C62")).isEmpty();
        for (String noise : new String[] {"", " ", "()", "m/", "µ\u0000", "((((((((((", "m".repeat(100), "1e9", "%%"}) {
            assertThat(UnitCodes.between(noise, Spelling.ANY, "AMP")).as(noise).isEmpty();
        }
    }

    @Test
    void everyCodeOfTheTables_isOneThatTheLibraryKnows() {
        UnitCodes.cefact().forEach((code, ucum) -> isKnown(code, ucum));
        UnitCodes.senml().forEach((code, ucum) -> isKnown(code, ucum));
    }

    private static void isKnown(String code, String ucum) {
        // Logarithms are no linear units: they stand for themselves only.
        if (!ucum.startsWith("dB")) {
            assertThat(UnitCodes.parse(ucum)).as(code + " = " + ucum).isPresent();
        }
    }

    @Test
    void quickWay_isAsExactAsTheLongOne() {
        SplittableRandom random = new SplittableRandom(7);
        String[][] pairs = {
            {"mA", "AMP"}, {"K", "CEL"}, {"[degF]", "CEL"}, {"m/s2", "K40"}, {"m3/h", "L2"}, {"Pa", "BAR"}
        };
        for (String[] pair : pairs) {
            Conversion conversion =
                    UnitCodes.between(pair[0], Spelling.ANY, pair[1]).orElseThrow();
            for (int i = 0; i < 20_000; i++) {
                BigDecimal decimal = BigDecimal.valueOf(
                        random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L), random.nextInt(16));
                double exact = exact(pair[0], decimal);
                assertThat(conversion.apply(decimal.doubleValue()))
                        .as(pair[0] + " " + decimal)
                        .isEqualTo(exact);
            }
        }
    }

    private static double exact(String from, BigDecimal x) {
        var digits = new java.math.MathContext(80);
        return switch (from) {
            case "mA" -> x.movePointLeft(3).doubleValue();
            case "Pa" -> x.movePointLeft(5).doubleValue();
            case "K" -> x.subtract(new BigDecimal("273.15")).doubleValue();
            case "[degF]" -> x.subtract(BigDecimal.valueOf(32))
                    .multiply(BigDecimal.valueOf(5))
                    .divide(BigDecimal.valueOf(9), digits)
                    .doubleValue();
            case "m/s2" -> x.divide(new BigDecimal("9.80665"), digits).doubleValue();
            default -> x.multiply(BigDecimal.valueOf(50))
                    .divide(BigDecimal.valueOf(3), digits)
                    .doubleValue();
        };
    }

    @Test
    void numbersThatAreNone_stayNone() {
        Conversion conversion = UnitCodes.between("mA", Spelling.ANY, "AMP").orElseThrow();
        assertThat(conversion.apply(Double.NaN)).isNaN();
        assertThat(conversion.apply(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(conversion.apply(Double.MIN_VALUE)).isEqualTo(0.0);
        assertThat(Conversion.of(BigDecimal.TEN, BigDecimal.ZERO).apply(Double.MAX_VALUE))
                .isInfinite();
        assertThat(conversion.apply(1.0 / 3))
                .isEqualTo(new BigDecimal("0.3333333333333333").movePointLeft(3).doubleValue());
    }

    @Test
    void seconds_becomeNanosecondsAsTheirDecimalSays() {
        assertThat(Decimals.nanos(1795359600.125)).isEqualTo(1795359600_125_000_000L);
        assertThat(Decimals.nanos(1795359600.123)).isEqualTo(1795359600_123_000_000L);
        assertThat(Decimals.nanos(-0.1)).isEqualTo(-100_000_000L);
        assertThat(Decimals.nanos(1e300)).isEqualTo(Long.MIN_VALUE);
        assertThat(Decimals.nanos(Double.NaN)).isEqualTo(Long.MIN_VALUE);
    }
}
