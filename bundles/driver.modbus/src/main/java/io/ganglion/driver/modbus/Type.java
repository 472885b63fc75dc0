// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the bits of one or several registers make a number. */
enum Type {
    INT16(1),
    UINT16(1),
    INT32(2),
    UINT32(2),
    INT64(4),
    UINT64(4),
    FLOAT32(2),
    FLOAT64(4),
    BIT(1);

    /** How many registers it takes. */
    final int width;

    Type(int width) {
        this.width = width;
    }

    static Type named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no such type: " + name + " known=" + Arrays.toString(values())));
    }

    /**
     * The number, with the digits that the device meant: a float's shortest, not its binary expansion.
     *
     * @param bits the registers' bits in order, right-aligned
     * @return empty where the bits are no number
     */
    Optional<BigDecimal> number(long bits) {
        return switch (this) {
            case INT16 -> Optional.of(BigDecimal.valueOf((short) bits));
            case UINT16 -> Optional.of(BigDecimal.valueOf(bits & 0xFFFF));
            case INT32 -> Optional.of(BigDecimal.valueOf((int) bits));
            case UINT32 -> Optional.of(BigDecimal.valueOf(bits & 0xFFFF_FFFFL));
            case INT64 -> Optional.of(BigDecimal.valueOf(bits));
            case UINT64 -> Optional.of(new BigDecimal(new BigInteger(Long.toUnsignedString(bits))));
            case FLOAT32 -> of(Float.intBitsToFloat((int) bits));
            case FLOAT64 -> of(Double.longBitsToDouble(bits));
            case BIT -> Optional.of(BigDecimal.valueOf(bits & 1));
        };
    }

    private static Optional<BigDecimal> of(float value) {
        return Float.isFinite(value) ? Optional.of(new BigDecimal(Float.toString(value))) : Optional.empty();
    }

    private static Optional<BigDecimal> of(double value) {
        return Double.isFinite(value) ? Optional.of(BigDecimal.valueOf(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
