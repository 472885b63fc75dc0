// SPDX-License-Identifier: Apache-2.0
/**
 * What came of a model's rows, in constant memory, and what may be concluded from it at any time: counts, latencies, and
 * tests that stay valid however often one looks. Plain Java: no OSGi, no clock, no threads.
 */
package io.ganglion.inference.evidence;
