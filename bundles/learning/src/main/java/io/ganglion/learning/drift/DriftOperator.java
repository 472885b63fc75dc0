// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.series.Window;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stage in one partition. A device is watched from the first insight on, for that says which model answers for it;
 * a device that gets another version is watched anew, for that learned something else.
 */
final class DriftOperator implements Stage.Operator {
    private final DriftSettings settings;
    private final Library library;
    private final Witness witness;
    private final Map<String, Devices> contracts = new HashMap<>();

    DriftOperator(DriftSettings settings, Library library, Witness witness) {
        this.settings = settings;
        this.library = library;
        this.witness = witness;
    }

    /** In order of use, so that the one seen longest ago makes room. */
    private final class Devices extends LinkedHashMap<String, Watch> {
        private static final long serialVersionUID = 1;

        Devices() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Watch> eldest) {
            boolean full = size() > settings.devices();
            if (full) {
                witness.forgotten(eldest.getValue());
            }
            return full;
        }
    }

    @Override
    public void take(Window window) {
        Observation row = window.newest();
        Devices devices = contracts.get(row.contract().name());
        // What comes out of the quarantine is old: it says nothing about now.
        Watch watch = devices == null || row.replayed() ? null : devices.get(row.device());
        if (watch != null) {
            watch.row(row, witness);
        }
    }

    @Override
    public void note(Insight insight) {
        Observation row = insight.observation();
        if (row.replayed()) {
            return;
        }
        Watch watch = watch(insight);
        if (watch != null && insight.verdict() != Condition.COMMISSIONING && insight.threshold() > 0) {
            watch.score(insight.score(), insight.threshold(), row.time(), witness);
        }
    }

    private Watch watch(Insight insight) {
        Observation row = insight.observation();
        Devices devices = contracts.get(row.contract().name());
        Watch watch = devices == null ? null : devices.get(row.device());
        if (watch == null || !watch.model().equals(insight.model())) {
            return open(insight);
        }
        boolean anew = insight.verdict() == Condition.COMMISSIONING && watch.isScored();
        return anew ? open(insight) : watch;
    }

    private Watch open(Insight insight) {
        Observation row = insight.observation();
        String contract = row.contract().name();
        Optional<ModelSpec> spec = library.spec(insight.model());
        if (spec.isEmpty()) {
            return null;
        }
        // A device that is being commissioned has no past.
        boolean anew = insight.verdict() == Condition.COMMISSIONING;
        Watch watch = new Watch(
                contract,
                row.device(),
                insight.model(),
                spec.get(),
                settings,
                library.reference(insight.model()),
                anew ? Optional.empty() : library.baseline(contract, row.device(), insight.model()));
        contracts.computeIfAbsent(contract, name -> new Devices()).put(row.device(), watch);
        witness.watching(watch);
        if (anew) {
            witness.unlearned(watch);
        }
        return watch;
    }

    /** It has nothing to say about single rows. */
    @Override
    public void flush(Consumer<Insight> insights) {}

    @Override
    public void close() {
        contracts.values().forEach(devices -> devices.values().forEach(witness::forgotten));
        contracts.clear();
    }
}
