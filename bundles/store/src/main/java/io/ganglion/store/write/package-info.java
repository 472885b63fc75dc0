// SPDX-License-Identifier: Apache-2.0
/**
 * The way to the disk: one thread that writes, one that seals, merges and lets go. Whoever hands something over does not
 * wait for either.
 */
package io.ganglion.store.write;
