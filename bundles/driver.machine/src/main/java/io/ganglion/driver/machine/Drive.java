// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import java.util.Arrays;
import java.util.Locale;

/** What turns a pump. */
enum Drive {
    /** Half of a fleet at the mains, half on a drive, as the seed has it. */
    ANY,
    /** The mains: one speed. */
    MAINS,
    /** A frequency converter that changes its speed about twice an hour. */
    VARIABLE;

    static Drive named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no such drive: drive=" + name + " known="
                            + Arrays.toString(values()).toLowerCase(Locale.ROOT),
                    e);
        }
    }

    /** Whether the speed changes, for a pump of which the seed would say {@code drawn}. */
    boolean changesSpeed(boolean drawn) {
        return this == ANY ? drawn : this == VARIABLE;
    }
}
