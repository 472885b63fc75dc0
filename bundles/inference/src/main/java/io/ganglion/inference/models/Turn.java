// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for the board's thread. */
final class Turn {
    private static final int PATIENCE_S = 60;

    private Turn() {}

    /** @throws IllegalStateException where the thread has ended, or is busy for too long */
    static <T> T await(CompletableFuture<T> done, ExecutorService worker) {
        try {
            for (int second = 0; second < PATIENCE_S && !worker.isShutdown(); second++) {
                try {
                    return done.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    continue;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while models are being exchanged; see aiot:model-route", e);
        }
        throw new IllegalStateException(
                worker.isShutdown()
                        ? "the node stops, so no route is changed"
                        : "models are still being loaded after " + PATIENCE_S
                                + " s; the change waits behind them. See aiot:model-list");
    }
}
