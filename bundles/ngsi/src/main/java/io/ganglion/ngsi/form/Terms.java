// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.util.HashMap;
import java.util.Map;

/**
 * Short names and the IRIs that they stand for, out of one or several contexts; the core context wins over all. A flat
 * map: NGSI-LD names types and attributes at the top level, so the rest of JSON-LD is not needed here. Immutable.
 */
public final class Terms {

    /** Where a name goes that no context knows. */
    public static final String DEFAULT = "https://uri.etsi.org/ngsi-ld/default-context/";

    private static final int DEPTH = 8;

    private final Map<String, String> iris;
    private final Map<String, String> names;
    private final String vocabulary;

    private Terms(Map<String, String> iris, String vocabulary) {
        this.iris = iris;
        this.vocabulary = vocabulary;
        names = new HashMap<>();
        iris.forEach((name, iri) -> {
            if (!isPrefix(iri)) {
                names.merge(
                        iri,
                        name,
                        (a, b) -> a.length() < b.length() || a.length() == b.length() && a.compareTo(b) < 0 ? a : b);
            }
        });
    }

    private static boolean isPrefix(String iri) {
        return iri.endsWith("/") || iri.endsWith("#");
    }

    /**
     * @param definitions as contexts say them: short name to IRI, prefixed name or another term
     * @param vocabulary for names that are not among them; empty for the default one
     */
    static Terms of(Map<String, String> definitions, String vocabulary) {
        String rest = vocabulary.isEmpty() ? DEFAULT : vocabulary;
        Map<String, String> iris = new HashMap<>();
        definitions.forEach((name, value) -> {
            if (!name.startsWith("@") && !value.startsWith("@")) {
                iris.put(name, resolve(value, definitions, rest, 0));
            }
        });
        return new Terms(iris, rest);
    }

    private static String resolve(String value, Map<String, String> definitions, String vocabulary, int depth) {
        int colon = value.indexOf(':');
        if (depth > DEPTH) {
            throw Problem.badData("the @context defines a term by itself: " + Times.shortened(value));
        }
        if (colon > 0 && !value.startsWith("//", colon + 1)) {
            String prefix = definitions.get(value.substring(0, colon));
            return prefix == null || prefix.startsWith("@")
                    ? value
                    : resolve(prefix, definitions, vocabulary, depth + 1) + value.substring(colon + 1);
        }
        if (colon < 0) {
            String other = definitions.get(value);
            return other == null || other.startsWith("@") || other.equals(value)
                    ? vocabulary + value
                    : resolve(other, definitions, vocabulary, depth + 1);
        }
        return value;
    }

    /** The IRI of a name; an IRI or a prefixed name is taken as such. */
    public String expand(String name) {
        String iri = iris.get(name);
        if (iri != null) {
            return iri;
        }
        int colon = name.indexOf(':');
        if (colon <= 0) {
            return vocabulary + name;
        }
        String prefix = iris.get(name.substring(0, colon));
        return prefix == null || name.startsWith("//", colon + 1) ? name : prefix + name.substring(colon + 1);
    }

    /** The shortest name of an IRI here; the IRI itself where there is none. */
    public String compact(String iri) {
        String name = names.get(iri);
        if (name != null) {
            return name;
        }
        if (iri.startsWith(vocabulary)) {
            String rest = iri.substring(vocabulary.length());
            // Not where the short form would mean something else here.
            if (!rest.isEmpty() && rest.indexOf(':') < 0 && !iris.containsKey(rest)) {
                return rest;
            }
        }
        return iri;
    }
}
