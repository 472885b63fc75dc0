// SPDX-License-Identifier: Apache-2.0
/**
 * How models stay right: whether devices drift, what is made anew and why; and what a trainer needs from others: seeded
 * data that comes in by the same door as real data, and scores by the same code that will score in production.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.ganglion.api.learning;
