// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import java.security.SecureRandom;
import java.util.Random;

/** Names that nobody gives twice, also after the disk is lost: 48 bits of time and 80 of chance, in the manner of ULID. */
public final class Ids {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final Random CHANCE = new SecureRandom();
    private static final int TIME_DIGITS = 10;
    private static final int CHANCE_DIGITS = 16;

    private Ids() {}

    public static String next(long millis) {
        StringBuilder id = new StringBuilder(TIME_DIGITS + CHANCE_DIGITS);
        for (int i = TIME_DIGITS - 1; i >= 0; i--) {
            id.append(DIGITS[(int) (millis >>> 5 * i & 31)]);
        }
        for (int i = 0; i < CHANCE_DIGITS; i++) {
            id.append(DIGITS[CHANCE.nextInt(DIGITS.length)]);
        }
        return id.toString();
    }
}
