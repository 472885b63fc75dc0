// SPDX-License-Identifier: Apache-2.0
/**
 * The operator core of one partition: decode, window, score, publish. Plain Java without OSGi, clock or disk of its own;
 * everything comes in by constructor, so that the same core runs wherever messages are keyed by device.
 */
package io.ganglion.pipeline.lane;
