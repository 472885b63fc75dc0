// SPDX-License-Identifier: Apache-2.0
/**
 * The closed loop on the side of people: from the episode to the work order, what was found, and the label that the next model
 * learns from. Facts are on the disk before anybody is answered, and are added, never edited: a correction is another one.
 */
package io.ganglion.feedback;
