// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A contract in the words of NGSI-LD: its type and attributes by IRI.
 *
 * @param type the entity type's IRI
 * @param columns IRIs of the numeric attributes, in order, and their columns
 * @param texts IRIs of the text attributes, in order, and their places
 * @param time the IRI of the attribute that says when
 */
public record Shape(
        Contract contract, String type, Map<String, Integer> columns, Map<String, Integer> texts, String time) {

    /** The name of the attribute that says when, in answers. */
    public static final String TIME = "dateObserved";

    public static Shape of(Contract contract, PinnedContexts contexts) {
        Terms terms = contexts.of(contract);
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (Attribute attribute : contract.attributes()) {
            columns.put(terms.expand(attribute.name()), columns.size());
        }
        Map<String, Integer> texts = new LinkedHashMap<>();
        contract.texts().forEach(text -> texts.put(terms.expand(text), texts.size()));
        return new Shape(contract, terms.expand(contract.entityType()), columns, texts, terms.expand(TIME));
    }

    public boolean has(String iri) {
        return columns.containsKey(iri) || texts.containsKey(iri) || time.equals(iri);
    }

    /** The contract's own name of an attribute; empty where it has none of this IRI. */
    public String nameOf(String iri) {
        Integer column = columns.get(iri);
        if (column != null) {
            return contract.attributes().get(column).name();
        }
        Integer text = texts.get(iri);
        return text != null ? contract.texts().get(text) : time.equals(iri) ? TIME : "";
    }
}
