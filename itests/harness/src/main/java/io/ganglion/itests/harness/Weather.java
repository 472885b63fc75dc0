// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stops the broker beyond the node and starts it again, at instants that a seed chooses. */
public final class Weather implements AutoCloseable {
    private final Upstream upstream;
    private final Random chance;
    private final Thread thread = new Thread(this::blow, "weather");
    private volatile boolean blowing = true;
    private volatile long stops;
    private volatile IOException failure;

    public Weather(Upstream upstream, long seed) {
        this.upstream = upstream;
        this.chance = new Random(seed);
        thread.start();
    }

    private void blow() {
        try {
            while (blowing) {
                pass(3_000, 12_000);
                if (blowing) {
                    upstream.stop();
                    stops++;
                    pass(200, 4_000);
                    upstream.start();
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void pass(int least, int most) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(least + chance.nextInt(most - least));
        while (blowing && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** How often the broker was stopped. */
    public long stops() {
        return stops;
    }

    /** Leaves the broker running. */
    @Override
    public void close() throws IOException {
        blowing = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the weather calms", e);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
