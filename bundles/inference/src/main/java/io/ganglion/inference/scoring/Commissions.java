// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The trials that run for one model name, shared by its versions so that a new version goes on where the last one
 * stood. Thread-safe.
 */
public final class Commissions {

    /** Told when a device's rows are complete; on a partition's thread, so it must not block. */
    @FunctionalInterface
    public interface Listener {
        void complete(LoadedModel model, String device, FirstRows rows);
    }

    /** For scores without commissioning. */
    public static final Commissions NONE = new Commissions(0, (model, device, rows) -> {});

    private final int limit;
    private final Listener listener;
    private final Map<String, Trial> trials = new ConcurrentHashMap<>();

    /** @param limit trials at the same time; more devices wait for their turn */
    public Commissions(int limit, Listener listener) {
        this.limit = limit;
        this.listener = listener;
    }

    /** The device's trial, begun if need be; null where too many run. */
    Trial trial(String device, int inputs) {
        Trial trial = trials.get(device);
        if (trial == null && trials.size() < limit) {
            trial = new Trial(inputs);
            trials.put(device, trial);
        }
        return trial;
    }

    void complete(LoadedModel model, String device, FirstRows rows) {
        trials.remove(device);
        listener.complete(model, device, rows);
    }

    /** The device has not been seen for long. */
    void abandon(String device) {
        trials.remove(device);
    }

    /** Rows collected so far, by device. */
    public Map<String, Integer> progress() {
        Map<String, Integer> progress = new java.util.TreeMap<>();
        trials.forEach((device, trial) -> progress.put(device, trial.rows()));
        return progress;
    }

    /** The device begins anew. */
    public boolean forget(String device) {
        Trial trial = trials.remove(device);
        if (trial != null) {
            trial.forget();
        }
        return trial != null;
    }
}
