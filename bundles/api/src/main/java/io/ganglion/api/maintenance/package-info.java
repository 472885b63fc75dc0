// SPDX-License-Identifier: Apache-2.0
/**
 * The way to a maintenance system, and the words of it: one small SPI, and the root causes that a site speaks of. What is
 * done about a ticket is decided elsewhere.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.maintenance;
