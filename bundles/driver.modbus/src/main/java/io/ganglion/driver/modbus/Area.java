// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import java.util.Arrays;
import java.util.Locale;

/** The four tables of a slave (Modbus Application Protocol V1.1b3, 4.3), with how much one request may read. */
enum Area {
    /** 16-bit registers that may be written. */
    HOLDING(125, true),
    /** 16-bit registers that may only be read. */
    INPUT(125, true),
    /** Bits that may be written. */
    COIL(2_000, false),
    /** Bits that may only be read. */
    DISCRETE(2_000, false);

    final int mostPerRequest;
    final boolean registers;

    Area(int mostPerRequest, boolean registers) {
        this.mostPerRequest = mostPerRequest;
        this.registers = registers;
    }

    static Area named(String name) {
        return Arrays.stream(values())
                .filter(area -> area.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no such area: " + name + " known=" + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
