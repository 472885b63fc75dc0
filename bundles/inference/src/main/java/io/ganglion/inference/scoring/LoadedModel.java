// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verified model in memory, with the normals of the devices that were commissioned for it. Thread-safe. */
public final class LoadedModel {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    private final ModelId id;
    private final ModelSpec spec;
    private final Majors majors;
    private final Network network;
    private final LongAdder scored;
    private final Commissions commissions;
    private final Normal trained;
    private final Map<String, Normal> own = new ConcurrentHashMap<>();
    private volatile String trouble = "";
    private int users;
    private boolean retired;

    /**
     * @param majors the versions of its contract whose rows it may score
     * @param scored counts its rows
     */
    public LoadedModel(
            ModelId id, ModelSpec spec, Majors majors, Network network, LongAdder scored, Commissions commissions) {
        this.id = id;
        this.majors = majors;
        this.spec = spec;
        this.network = network;
        this.scored = scored;
        this.commissions = commissions;
        this.trained = Normal.of(spec);
    }

    /** One that reads every version of its contract. */
    public LoadedModel(ModelId id, ModelSpec spec, Network network, LongAdder scored, Commissions commissions) {
        this(id, spec, Majors.ALL, network, scored, commissions);
    }

    public ModelId id() {
        return id;
    }

    public ModelSpec spec() {
        return spec;
    }

    /** The versions of its contract whose rows it may score. */
    public Majors majors() {
        return majors;
    }

    public Network network() {
        return network;
    }

    Commissions commissions() {
        return commissions;
    }

    LongAdder scored() {
        return scored;
    }

    boolean isCommissioned() {
        return spec.commissioning().rows() > 0;
    }

    /** How many rows of a device it looks at for one score. */
    public int rows() {
        return spec.rows();
    }

    /** What training knew; its threshold is {@code NaN} where devices are commissioned. */
    Normal trained() {
        return trained;
    }

    /** The device's own normal, or null. */
    Normal own(String device) {
        return own.get(device);
    }

    /** Finds a device's normal from its first rows. Takes well under a millisecond for a small network. */
    public void commission(String device, FirstRows rows) {
        if (isCommissioned() && rows.inputs() == spec.inputs().size() && rows.rows() >= spec.steps()) {
            own.put(device, Normal.of(rows.commissioned(spec, network)));
        }
    }

    /** The thresholds of the devices that are commissioned, by device. */
    public Map<String, Double> thresholds() {
        Map<String, Double> thresholds = new TreeMap<>();
        own.forEach((device, normal) -> thresholds.put(device, normal.threshold));
        return thresholds;
    }

    /** The device has no normal of its own any more. */
    public boolean forget(String device) {
        Normal normal = own.remove(device);
        if (normal != null) {
            normal.forget();
        }
        return normal != null;
    }

    /** What went wrong while it served; empty while all is well. */
    public String trouble() {
        return trouble;
    }

    /** The engine failed on live rows; they get no insight. */
    void failed(RuntimeException failure) {
        if (trouble.isEmpty()) {
            LOG.warn("Model {} failed while scoring; its rows get no insight", id, failure);
        }
        trouble = "failed while scoring: " + failure;
    }

    /** A partition, or whoever explains, begins to use it; false where it has been retired. */
    public synchronized boolean acquire() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    public synchronized void release() {
        users--;
        closeIfIdle();
    }

    /** No partition begins with it any more; the last one that uses it closes its network. */
    public synchronized void retire() {
        if (!retired) {
            retired = true;
            closeIfIdle();
        }
    }

    private void closeIfIdle() {
        if (retired && users == 0) {
            network.close();
        }
    }
}
