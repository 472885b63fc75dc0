// SPDX-License-Identifier: Apache-2.0
/**
 * What people found: labels over a time of a device. Facts are added, never edited; a correction is a new fact.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.feedback;
