// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Tail.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who looks on while observations pass. With nobody there it costs one read. Thread-safe. */
final class Followers {

    private record Follower(Predicate<Observation> filter, Consumer<Observation> listener) {}

    private final List<Follower> all = new CopyOnWriteArrayList<>();
    private final Troubles troubles;

    Followers(Troubles troubles) {
        this.troubles = troubles;
    }

    Subscription add(Predicate<Observation> filter, Consumer<Observation> listener) {
        Follower follower = new Follower(filter, listener);
        all.add(follower);
        return () -> all.removeIf(other -> other == follower);
    }

    void show(Observation observation) {
        if (all.isEmpty()) {
            return;
        }
        for (Follower follower : all) {
            try {
                if (follower.filter().test(observation)) {
                    follower.listener().accept(observation);
                }
            } catch (Throwable t) {
                all.remove(follower);
                troubles.add("tail listener", "it was taken off the tail", t);
            }
        }
    }
}
