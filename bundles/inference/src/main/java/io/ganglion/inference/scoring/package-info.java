// SPDX-License-Identifier: Apache-2.0
/**
 * From rows to insights: the arithmetic that a node and a trainer share. No OSGi, no clock, no threads, no I/O.
 */
package io.ganglion.inference.scoring;
