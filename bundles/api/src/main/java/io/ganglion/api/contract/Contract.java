// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.osgi.framework.Version;

/**
 * What a kind of device promised to send. Its attribute order is the order of every row.
 *
 * @param name for example {@code Pump}
 * @param version a new minor version only adds optional attributes or widens; a new major version may break
 * @param entityType the NGSI-LD type that payloads carry, for example {@code Pump}
 * @param attributes the numeric columns, 1 to {@value #COLUMN_LIMIT}
 * @param texts names of the text attributes, in the order of {@link Observation#texts()}
 * @param expectedPeriod how often a healthy device reports; zero where it reports on events only
 */
public record Contract(
        String name,
        Version version,
        String entityType,
        List<Attribute> attributes,
        List<String> texts,
        Duration expectedPeriod) {

    /** The most numeric attributes a contract may have: the quality mask is one {@code long}. */
    public static final int COLUMN_LIMIT = 64;

    public Contract {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(entityType, "entityType");
        requireNonNull(expectedPeriod, "expectedPeriod");
        attributes = List.copyOf(attributes);
        texts = List.copyOf(texts);
        if (attributes.isEmpty() || attributes.size() > COLUMN_LIMIT) {
            throw new IllegalArgumentException("a contract has 1 to " + COLUMN_LIMIT + " numeric attributes: contract="
                    + name + " attributes=" + attributes.size());
        }
    }

    /** The column of an attribute, or -1. */
    public int column(String attribute) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(attribute)) {
                return i;
            }
        }
        return -1;
    }

    /** {@code Pump@1.0.0}. */
    public String reference() {
        return name + "@" + version;
    }
}
