// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One numeric column of a contract's row.
 *
 * @param name as the device spells it, for example {@code motorCurrent}
 * @param unitCode UN/CEFACT Recommendation 20 code, for example {@code AMP}; {@code C62} for a pure number
 * @param quantityKind QUDT quantity kind, for example {@code ElectricCurrent}; empty where none fits
 * @param minimum the least value that is physically possible here, in the unit; negative infinity where open
 * @param maximum the greatest such value; positive infinity where open
 * @param required whether a payload without it is refused; an absent optional value is {@code NaN} in the row
 * @param tags semantic tags, free of order, for example {@code bearing}
 */
public record Attribute(
        String name,
        String unitCode,
        String quantityKind,
        double minimum,
        double maximum,
        boolean required,
        List<String> tags) {
    public Attribute {
        requireNonNull(name, "name");
        requireNonNull(unitCode, "unitCode");
        requireNonNull(quantityKind, "quantityKind");
        tags = List.copyOf(tags);
        if (!(minimum <= maximum)) {
            throw new IllegalArgumentException("minimum must not exceed maximum: attribute=" + name + " minimum="
                    + minimum + " maximum=" + maximum);
        }
    }
}
