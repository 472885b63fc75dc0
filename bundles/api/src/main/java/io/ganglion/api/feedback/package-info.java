// SPDX-License-Identifier: Apache-2.0
/**
 * The closed loop on the side of people: episodes, work orders, findings, labels, and how long each leg takes. Facts are
 * added, never edited; a correction is a new fact. Nothing here changes an observation.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.feedback;
