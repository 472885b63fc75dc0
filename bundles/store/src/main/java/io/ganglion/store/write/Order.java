// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.store.shelf.Shelf;
import java.util.concurrent.CompletableFuture;

/** An errand that somebody waits for, made for one shelf. */
record Order(Shelf shelf, Errand errand, CompletableFuture<Void> done) implements Work {}
