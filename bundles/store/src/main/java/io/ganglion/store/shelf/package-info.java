// SPDX-License-Identifier: Apache-2.0
/**
 * What the store knows in memory: who has rows, what the contracts say, the rows that are not sealed yet, and how far each
 * destination is. All of it can be read again from the file.
 */
package io.ganglion.store.shelf;
