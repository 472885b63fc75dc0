// SPDX-License-Identifier: Apache-2.0
/**
 * What people found about devices, on the disk before they are answered. A label is added, never edited: a correction is
 * another one with the same id.
 */
package io.ganglion.feedback;
