// SPDX-License-Identifier: Apache-2.0
/**
 * Where models come from and where they stand: versions, lineage, artefacts by digest, the history of stages.
 *
 * <p>Never loads a network, and never decides which is better.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.hub;
