// SPDX-License-Identifier: Apache-2.0
/**
 * Rows of one device as columns, sorted by time: how the history is kept for good. Knows no database: a chunk is columns in,
 * bytes out.
 */
package io.ganglion.store.chunk;
