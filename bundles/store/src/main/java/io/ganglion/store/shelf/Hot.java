// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.store.chunk.Row;

/**
 * A row that is durable and not sealed yet.
 *
 * @param position in the journal
 * @param contract number of the contract's version
 * @param row what it says
 */
public record Hot(long position, int contract, Row row) {}
