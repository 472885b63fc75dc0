// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which entities are meant, and what of them.
 *
 * @param selectors one of them must fit; all entities where there is none
 * @param attributes IRIs: an entity needs one of them, and only they are shown; all where empty
 * @param condition what else must hold
 */
public record Selection(List<Selector> selectors, Set<String> attributes, Optional<Condition> condition) {

    public Selection {
        selectors = List.copyOf(selectors);
        attributes = Set.copyOf(attributes);
    }

    /**
     * One way to name entities; what is empty is left open.
     *
     * @param types IRIs
     */
    public record Selector(Set<String> ids, Optional<SafePattern> idPattern, Set<String> types) {
        boolean fits(String id, String type, Effort effort) {
            return (ids.isEmpty() || ids.contains(id))
                    && (types.isEmpty() || types.contains(type))
                    && (idPattern.isEmpty() || idPattern.get().finds(id, effort));
        }
    }

    /** Whether an entity is meant, as far as its name, type and contract say. */
    public boolean fits(String id, Shape shape, Effort effort) {
        return (selectors.isEmpty() || selectors.stream().anyMatch(one -> one.fits(id, shape.type(), effort)))
                && (attributes.isEmpty() || attributes.stream().anyMatch(shape::has));
    }

    /** The rest of the question, which takes values. */
    public boolean holds(Reading reading, Effort effort) {
        return (attributes.isEmpty() || reading.hasAny(attributes))
                && (condition.isEmpty() || condition.get().holds(reading, effort));
    }
}
