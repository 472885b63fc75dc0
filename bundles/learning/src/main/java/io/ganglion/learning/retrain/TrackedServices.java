// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Services as they come and go; none of them is a must. Thread-safe. */
final class TrackedServices implements Surroundings, AutoCloseable {
    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();

    TrackedServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(
                type.cast(trackers.computeIfAbsent(type, this::opened).getService()));
    }

    private ServiceTracker<?, ?> opened(Class<?> type) {
        ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return tracker;
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
    }
}
