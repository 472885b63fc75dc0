// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.learning.Drift;
import io.ganglion.api.model.ModelId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every device that is watched, on all partitions, and what was seen. Thread-safe; disk is the writer's alone. */
final class DriftBoard implements Drift, Witness {
    private static final Logger LOG = LoggerFactory.getLogger(DriftBoard.class);
    /** A model drifts where so many devices do, at least: one is that device's own affair. */
    private static final int LEAST_DEVICES = 2;
    /** References in memory of devices that are not watched now. */
    private static final int RESTING = 5_000;

    private record Place(String contract, String device) {}

    private record Topic(String contract, String model, String subject) {}

    private final Executor writer;
    private final SignalLog log;
    private final BaselineFolder folder;
    private final double quorum;
    private final Map<Place, Watch> watches = new ConcurrentHashMap<>();
    private final Map<Place, Baseline> resting = new ConcurrentHashMap<>();
    private final Set<Topic> standing = new HashSet<>();

    /** @param writer runs one task after the other */
    DriftBoard(SignalLog log, BaselineFolder folder, double quorum, Executor writer) {
        this.log = log;
        this.folder = folder;
        this.quorum = quorum;
        this.writer = writer;
        folder.load(RESTING)
                .forEach(baseline -> resting.put(new Place(baseline.contract(), baseline.device()), baseline));
    }

    /** What was normal for a device under this very version, in an earlier run. */
    Optional<Baseline> baseline(String contract, String device, ModelId model) {
        return Optional.ofNullable(resting.get(new Place(contract, device)))
                .filter(baseline -> baseline.model().equals(model.toString()));
    }

    @Override
    public void watching(Watch watch) {
        Place place = new Place(watch.contract(), watch.device());
        watches.put(place, watch);
        resting.remove(place);
    }

    @Override
    public void forgotten(Watch watch) {
        Place place = new Place(watch.contract(), watch.device());
        Baseline baseline = watch.baseline();
        if (watches.remove(place, watch) && !baseline.norms().isEmpty() && resting.size() < RESTING) {
            resting.put(place, baseline);
        }
    }

    @Override
    public void learned(Watch watch) {
        Baseline baseline = watch.baseline();
        write(() -> folder.save(baseline));
    }

    @Override
    public void unlearned(Watch watch) {
        resting.remove(new Place(watch.contract(), watch.device()));
        write(() -> folder.delete(watch.contract(), watch.device()));
    }

    @Override
    public void signal(Watch watch, Signal signal) {
        write(() -> record(signal));
    }

    private void write(Runnable task) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.warn("Drift is written more slowly than it comes, or the node stops: something was left out");
        }
    }

    private void record(Signal signal) {
        LOG.info(
                "{} of {} drifts under {}: {} to {} ({} {} over {})",
                signal.subject(),
                signal.device(),
                signal.model(),
                signal.before(),
                signal.after(),
                signal.detector(),
                signal.statistic(),
                signal.bound());
        log.add(signal);
        ofTheModel(signal).ifPresent(log::add);
    }

    /** A signal of the whole model, once enough of its devices drift alike; again after half of them came back. */
    private Optional<Signal> ofTheModel(Signal signal) {
        int all = 0;
        int drifting = 0;
        for (Watch watch : watches.values()) {
            Standing one = watch.standing();
            if (one.model().equals(signal.model()) && one.contract().equals(signal.contract())) {
                all++;
                drifting += one.drifting().contains(signal.subject()) ? 1 : 0;
            }
        }
        int enough = Math.max(LEAST_DEVICES, (int) Math.ceil(quorum * all));
        Topic topic = new Topic(signal.contract(), signal.model(), signal.subject());
        if (2 * drifting < enough) {
            standing.remove(topic);
        }
        if (drifting < enough || !standing.add(topic)) {
            return Optional.empty();
        }
        return Optional.of(new Signal(
                signal.contract(),
                "",
                signal.model(),
                signal.subject(),
                "quorum",
                signal.at(),
                signal.row(),
                signal.before(),
                signal.after(),
                drifting,
                enough - 1));
    }

    @Override
    public List<Standing> standings() {
        List<Standing> all = new ArrayList<>();
        watches.values().forEach(watch -> all.add(watch.standing()));
        all.sort(Comparator.comparing((Standing one) -> one.drifting().isEmpty())
                .thenComparing(Standing::contract)
                .thenComparing(Standing::device));
        return all;
    }

    @Override
    public List<Signal> signals(int limit) {
        return log.newest(limit);
    }
}
