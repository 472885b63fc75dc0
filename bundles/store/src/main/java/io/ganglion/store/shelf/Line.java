// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

/**
 * One kind's line of positions: {@code floor < sealed <= end}, and entries are there above the floor.
 *
 * @param floor the last position that is gone
 * @param sealed the last position whose row lies in a chunk
 * @param end the last position given
 */
public record Line(long floor, long sealed, long end) {}
