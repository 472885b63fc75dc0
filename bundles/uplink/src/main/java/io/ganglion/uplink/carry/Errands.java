// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the one thread has to do, now or later; nothing any more once it is shut down. Thread-safe. */
final class Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

    private final ScheduledThreadPoolExecutor thread;

    Errands(ScheduledThreadPoolExecutor thread) {
        this.thread = thread;
    }

    void now(Runnable errand) {
        after(Duration.ZERO, errand);
    }

    void after(Duration pause, Runnable errand) {
        try {
            thread.schedule(() -> run(errand), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is no later.
        }
    }

    private static void run(Runnable errand) {
        try {
            errand.run();
        } catch (RuntimeException e) {
            LOG.error("an uplink's errand failed, which is a defect", e);
        }
    }
}
