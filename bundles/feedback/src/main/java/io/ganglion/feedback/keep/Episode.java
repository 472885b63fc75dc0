// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import io.ganglion.api.feedback.Alert;
import io.ganglion.feedback.alert.Spell;
import java.util.Map;

/**
 * An alert, and what only this bundle wants to know of it.
 *
 * @param entity NGSI-LD id of the device that raised it
 * @param spells each device's part in it
 */
public record Episode(Alert alert, String entity, Map<String, Spell> spells) {
    public Episode {
        spells = Map.copyOf(spells);
    }
}
