// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads named by role, none of which keeps the JVM alive. */
final class Threads {

    private Threads() {}

    static ScheduledThreadPoolExecutor named(String role, int count) {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(count, task -> {
            Thread thread = new Thread(task, role + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }
}
