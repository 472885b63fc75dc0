// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import org.osgi.annotation.versioning.ProviderType;

/** The taxonomies that content bundles bring ({@code ganglion.taxonomy;contract=Pump}). Thread-safe; returns at once. */
@ProviderType
public interface Taxonomies {

    /** Of a contract; one that knows only {@code other} where no bundle brings any. */
    Taxonomy of(String contract);
}
