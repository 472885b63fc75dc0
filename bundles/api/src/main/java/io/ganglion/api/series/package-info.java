// SPDX-License-Identifier: Apache-2.0
/**
 * Observations in time: the few last rows of a device that a model looks at, the tail that a person looks at, the history
 * that is asked, and the journal that is carried on.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.series;
