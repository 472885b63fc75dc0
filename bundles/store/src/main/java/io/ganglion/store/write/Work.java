// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

/** Something for the writer's thread. */
sealed interface Work permits Batch, Order {}
