// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.commissioning;

import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.inference.scoring.Commissions;
import io.ganglion.inference.scoring.FirstRows;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Majors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which devices have a normal of their own, over restarts and over versions of a model. Thread-safe. */
public final class CommissioningBook implements Commissioning {
    private static final Logger LOG = LoggerFactory.getLogger(CommissioningBook.class);

    private record Key(String model, String contract, String inputs) {}

    private final RecordFolder folder;
    private final Executor writer;
    private final int trialLimit;
    private final Map<Key, Commissions> commissions = new ConcurrentHashMap<>();
    private final List<LoadedModel> loaded = new CopyOnWriteArrayList<>();
    private volatile List<LoadedModel> serving = List.of();

    /**
     * @param folder where the records lie
     * @param writer one thread, so that records are written in the order of completion
     * @param trialLimit trials of one model at the same time
     */
    public CommissioningBook(Path folder, Executor writer, int trialLimit) {
        this.folder = new RecordFolder(folder);
        this.writer = writer;
        this.trialLimit = trialLimit;
    }

    /** The trials of a model's name; versions whose inputs are equal share them. */
    public Commissions commissions(String model, ModelSpec spec) {
        return commissions(model, spec, Majors.ALL);
    }

    /** The trials of a model's name for some versions of its contract. */
    public Commissions commissions(String model, ModelSpec spec, Majors majors) {
        return commissions.computeIfAbsent(
                key(model, spec, majors), key -> new Commissions(trialLimit, this::complete));
    }

    /**
     * Takes a version in, and finds the normals of all devices that were commissioned before. Reads from disk. In this
     * order: a device whose trial ends meanwhile finds the version enlisted.
     */
    public void enlist(LoadedModel model) {
        loaded.add(model);
        for (Record record : folder.load()) {
            if (new Key(record.model(), record.contract(), record.inputs()).equals(key(model))) {
                model.commission(record.device(), record.rows());
            }
        }
    }

    /** These models answer now; {@link #list()} speaks of them. */
    public void serving(List<LoadedModel> champions) {
        serving = champions;
    }

    /** Lets a version go. */
    public void discharge(LoadedModel model) {
        loaded.remove(model);
    }

    private void complete(LoadedModel model, String device, FirstRows rows) {
        LOG.info("{} is commissioned for {} after {} rows", device, model.id(), rows.rows());
        try {
            writer.execute(() -> keep(model, device, rows));
        } catch (RejectedExecutionException e) {
            LOG.info("The node stops: {} will be commissioned anew", device);
        }
    }

    private void keep(LoadedModel model, String device, FirstRows rows) {
        Record record = new Record(
                model.id().name(), key(model).contract(), device, key(model).inputs(), rows);
        try {
            folder.save(record);
        } catch (IOException e) {
            LOG.warn(
                    "The commissioning of {} for {} is not on disk and ends with this run: {}",
                    device,
                    model.id(),
                    e.toString());
        }
        for (LoadedModel version : loaded) {
            if (version != model && key(version).equals(key(model))) {
                version.commission(device, rows);
            }
        }
    }

    @Override
    public List<Progress> list() {
        List<Progress> all = new ArrayList<>();
        for (LoadedModel model : serving) {
            ModelSpec spec = model.spec();
            int required = spec.commissioning().rows();
            Map<String, Double> thresholds = model.thresholds();
            thresholds.forEach((device, threshold) ->
                    all.add(new Progress(device, spec.contract(), model.id(), required, required, threshold)));
            commissions(model.id().name(), spec, model.majors()).progress().forEach((device, rows) -> {
                if (!thresholds.containsKey(device)) {
                    all.add(new Progress(
                            device, spec.contract(), model.id(), Math.min(rows, required), required, Double.NaN));
                }
            });
        }
        all.sort(Comparator.comparing(Progress::contract).thenComparing(Progress::device));
        return all;
    }

    @Override
    public boolean recommission(String device) {
        boolean known = forget(device);
        if (known) {
            LOG.info("{} is commissioned anew", device);
            // A record that still waits to be written goes first, and is then deleted with the others.
            writer.execute(() -> folder.delete(record -> record.device().equals(device)));
        }
        return known;
    }

    private boolean forget(String device) {
        boolean known = false;
        for (LoadedModel model : loaded) {
            known |= model.forget(device);
        }
        for (Commissions trials : commissions.values()) {
            known |= trials.forget(device);
        }
        return known;
    }

    private static Key key(LoadedModel model) {
        return key(model.id().name(), model.spec(), model.majors());
    }

    /** What a device sent under one major version of its contract says nothing about the next. */
    private static Key key(String model, ModelSpec spec, Majors majors) {
        String line = majors.equals(Majors.ALL) ? spec.contract() : spec.contract() + "@" + majors.from();
        return new Key(model, line, Record.inputs(spec));
    }
}
