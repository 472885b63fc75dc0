// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import static java.util.Objects.requireNonNull;

import org.osgi.framework.Version;

/**
 * A model in one version.
 *
 * @param name for example {@code pump-anomaly}
 * @param version of the model bundle's capability
 */
public record ModelId(String name, Version version) implements Comparable<ModelId> {
    public ModelId {
        requireNonNull(version, "version");
        if (name.isBlank() || name.indexOf('@') >= 0) {
            throw new IllegalArgumentException("a model's name is not blank and has no '@': name=" + name);
        }
    }

    /** Reads {@code pump-anomaly@1.0.0}. */
    public static ModelId parse(String reference) {
        int at = reference.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("a model reference is NAME@VERSION: " + reference);
        }
        return new ModelId(reference.substring(0, at), Version.parseVersion(reference.substring(at + 1)));
    }

    @Override
    public int compareTo(ModelId other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : version.compareTo(other.version);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
