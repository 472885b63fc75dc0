// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.model.Insight;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps when it is told to. */
class Chest implements Keeper {
    final Queue<Runnable> unkept = new ConcurrentLinkedQueue<>();
    final List<Observation> observations = new ArrayList<>();
    final List<Double> insights = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>();
    volatile boolean refuses;
    volatile boolean prompt;
    private final String name;

    Chest(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized boolean keep(List<Observation> rows, List<Insight> due, Runnable kept) {
        if (refuses) {
            return false;
        }
        observations.addAll(rows);
        batches.add(rows.size());
        due.forEach(insight -> insights.add(insight.score()));
        if (prompt) {
            kept.run();
        } else {
            unkept.add(kept);
        }
        return true;
    }

    void keepAll() {
        Runnable kept;
        while ((kept = unkept.poll()) != null) {
            kept.run();
        }
    }

    synchronized List<Observation> of(String device) {
        return observations.stream().filter(o -> o.device().equals(device)).toList();
    }

    synchronized int rows() {
        return observations.size();
    }

    @Override
    public String trouble() {
        return refuses ? name + " has no room" : "";
    }
}
