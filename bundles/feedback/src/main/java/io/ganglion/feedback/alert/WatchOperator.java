// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The watch in one partition. What it sees is offered; what nobody takes is said again with the device's next row. */
final class WatchOperator implements Stage.Operator {
    /** Devices of one contract in one partition; beyond, the one seen longest ago is watched anew when it comes back. */
    static final int DEVICES = 50_000;

    private static final int CONTRIBUTIONS = 8;

    /** What is known of a device's spell that goes on. */
    @FunctionalInterface
    interface Memory {
        Optional<Spell> of(String contract, String device);
    }

    private final Supplier<Policies> policies;
    private final Memory memory;
    private final Predicate<Turn> sink;
    private final Map<String, Devices> contracts = new HashMap<>();
    private Policies current;

    WatchOperator(Supplier<Policies> policies, Memory memory, Predicate<Turn> sink) {
        this.policies = policies;
        this.memory = memory;
        this.sink = sink;
        current = policies.get();
    }

    /** In order of use. The value is empty for a device that no policy covers. */
    private static final class Devices extends LinkedHashMap<String, Optional<Vigil>> {
        private static final long serialVersionUID = 1;

        Devices() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Vigil>> eldest) {
            return size() > DEVICES;
        }
    }

    @Override
    public void take(Window window) {}

    @Override
    public void note(Insight insight) {
        Observation row = insight.observation();
        // What comes out of the quarantine is old, and a device being commissioned has no threshold: neither is news.
        if (row.replayed() || insight.verdict() == Condition.COMMISSIONING) {
            return;
        }
        Optional<Vigil> watched = vigil(row.contract().name(), row.device());
        if (watched.isEmpty()) {
            return;
        }
        Vigil vigil = watched.get();
        boolean anomalous = insight.verdict() == Condition.ANOMALOUS;
        Vigil.Word word = vigil.row(anomalous, share(insight.score(), insight.threshold()), row.time());
        if (word == Vigil.Word.NOTHING) {
            return;
        }
        if (sink.test(turn(vigil, word, insight))) {
            vigil.taken(word, row.time());
        } else {
            vigil.refused();
        }
    }

    static double share(double score, double threshold) {
        return threshold > 0 ? score / threshold : 1;
    }

    private Optional<Vigil> vigil(String contract, String device) {
        Policies now = policies.get();
        if (now != current) {
            // Another policy may count otherwise; spells that go on are in the memory.
            contracts.clear();
            current = now;
        }
        Devices devices = contracts.computeIfAbsent(contract, name -> new Devices());
        Optional<Vigil> vigil = devices.get(device);
        if (vigil == null) {
            vigil = current.of(contract, device).map(policy -> memory.of(contract, device)
                    .map(spell -> Vigil.resumed(policy, spell))
                    .orElseGet(() -> new Vigil(policy)));
            devices.put(device, vigil);
        }
        return vigil;
    }

    private static Turn turn(Vigil vigil, Vigil.Word word, Insight insight) {
        Observation row = insight.observation();
        boolean over = word == Vigil.Word.WELL;
        return new Turn(
                vigil.policy,
                row.contract().name(),
                row.device(),
                row.entity(),
                over,
                vigil.from,
                over ? vigil.wellAt() : row.time(),
                vigil.rows,
                vigil.peak,
                vigil.severity,
                insight.model(),
                over ? List.of() : insight.contributions(CONTRIBUTIONS));
    }

    @Override
    public void flush(Consumer<Insight> insights) {}

    @Override
    public void close() {
        contracts.clear();
    }
}
