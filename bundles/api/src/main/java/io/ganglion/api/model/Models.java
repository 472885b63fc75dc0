// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The models of this node. Thread-safe. */
@ProviderType
public interface Models {

    /** Every model bundle, serving or not, unresolved ones included, ordered by name and version. */
    List<ModelStatus> list();

    /** Which model answers for which contract and which of its major versions, ordered by these. */
    List<Route> routes();
}
