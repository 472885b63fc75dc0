// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console;

import io.ganglion.console.rest.Services;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** What the framework has now, by type. Some twenty kinds of service, each optional: one tracker each, opened when asked for. */
final class TrackedServices implements Services, AutoCloseable {

    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();
    private boolean closed;

    TrackedServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        // The highest ranking first.
        return trackers.computeIfAbsent(type, this::open).getTracked().values().stream()
                .map(type::cast)
                .toList();
    }

    private synchronized ServiceTracker<?, ?> open(Class<?> type) {
        ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, type, null);
        if (!closed) {
            tracker.open();
        }
        return tracker;
    }

    @Override
    public synchronized void close() {
        closed = true;
        trackers.values().forEach(ServiceTracker::close);
    }
}
