// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every number reads as the JDK reads it, to the bit. */
class NumberTest {
    private final JsonReader reader = new JsonReader(4);

    private static final String[] BEHIND = {"", "]", ",\"next\":12345678.9", " 9999999999999", "}.5e5e5e5e5e5"};

    /** Also with more behind it, since a number near the end is read in another way. */
    private void sameAsJdk(String text) {
        long due = Double.doubleToRawLongBits(Double.parseDouble(text));
        for (String behind : BEHIND) {
            reader.reset(Bodies.utf8("[" + text + behind));
            reader.pos = 1;
            double ours = reader.number();
            if (Double.doubleToRawLongBits(ours) != due || reader.pos != text.length() + 1 || reader.from != 1) {
                throw new AssertionError(text + behind + " read as " + ours + " up to " + reader.pos);
            }
        }
    }

    @Test
    void edges_readAsTheJdkReadsThem() {
        for (String text : new String[] {
            "0",
            "-0",
            "-0.0",
            "0e5",
            "0.000e-400",
            "1e-400",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "1.7976931348623157e308",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.0",
            "0.1",
            "1e22",
            "1e23",
            "123456789012345678",
            "1234567890123456789",
            "12345678901234567890",
            "0.000000000000000000000000000000000000000000001",
            "100000000000000000000000000000000000000",
            "1E+2",
            "1e-0",
            "0.30000000000000004",
            "6.02214076e23",
            "8.988465674311579e307",
            "9223372036854775807",
            "9223372036854775808",
            "1e0000000000000000000001"
        }) {
            sameAsJdk(text);
        }
        sameAsJdk("0." + "0".repeat(400) + "1" + "e390");
        sameAsJdk("1" + "0".repeat(400) + "e-390");
        sameAsJdk("3." + "14159265358979".repeat(100));
    }

    @Test
    void anyDouble_readsBackToTheBit() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                sameAsJdk(Double.toString(value));
            }
        }
    }

    @Test
    void anyDecimal_readsToTheBit() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
            int integers = 1 + random.nextInt(random.nextInt(10) == 0 ? 25 : 4);
            text.append(1 + random.nextInt(9));
            digits(text, random, integers - 1);
            if (random.nextInt(5) > 0) {
                digits(text.append('.'), random, 1 + random.nextInt(random.nextInt(5) == 0 ? 25 : 9));
            }
            if (random.nextInt(5) == 0) {
                text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-300, 270));
            }
            sameAsJdk(text.toString());
        }
    }

    private static void digits(StringBuilder text, SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }

    @Test
    void halfwayCases_roundAsTheJdkRounds() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 10_000; i++) {
            double low = Double.longBitsToDouble(random.nextLong(1L << 52, 0x7FEL << 52));
            String half = new java.math.BigDecimal(low)
                    .add(new java.math.BigDecimal(Math.nextUp(low)))
                    .divide(java.math.BigDecimal.valueOf(2))
                    .toString();
            if (half.length() < 400) {
                sameAsJdk(half);
            }
        }
    }

    @Test
    void rangeOfALong_isNotTheLimitOfDigits() {
        assertThat(String.format(Locale.ROOT, "%d", Long.MAX_VALUE)).hasSize(19);
        sameAsJdk("99999999999999999999999999");
        sameAsJdk("18446744073709551617");
        sameAsJdk("0.18446744073709551617");
    }
}
