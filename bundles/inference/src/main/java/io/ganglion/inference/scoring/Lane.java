// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.Network;
import io.ganglion.api.series.Window;
import io.ganglion.inference.evidence.ArmTally;
import io.ganglion.inference.evidence.Counts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One model in one partition: collects rows, runs them through the network as one batch, and says what came of each.
 * Not thread-safe.
 */
final class Lane {
    private final LoadedModel model;
    private final Network.Runner runner;
    private final Columns columns;
    private final int inputs;
    private final int wide;
    private final int given;
    private final int newest;
    private final Map<String, DeviceState> devices;
    private final double[] row;
    private final double[] errors;
    private final LongSupplier nanos;
    private final Counts counts = new Counts();
    /** Null where nobody counts. */
    private ArmTally tally;

    private boolean collects = true;

    private float[] in = new float[0];
    private float[] out = new float[0];
    private long[] present = new long[0];
    private DeviceState[] states = new DeviceState[0];
    private Normal[] normals = new Normal[0];
    /** Null for a row of the past, which only fills a smoother. */
    private Observation[] observations = new Observation[0];

    private int size;
    private int next;
    private int answered;
    private DeviceState latest;
    private Set<String> inherited = new HashSet<>();

    /**
     * @param deviceLimit devices whose state is kept; the one seen longest ago makes room
     * @param nanos a clock that goes evenly, for what a batch costs
     */
    Lane(LoadedModel model, int deviceLimit, LongSupplier nanos) {
        this.model = model;
        this.nanos = nanos;
        this.runner = model.network().newRunner();
        this.columns = new Columns(model.spec());
        this.inputs = model.spec().inputs().size();
        this.wide = model.network().inputs();
        this.given = model.network().outputs();
        this.newest = wide - inputs;
        this.row = new double[wide];
        this.errors = new double[inputs];
        this.devices = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, DeviceState> eldest) {
                boolean full = size() > deviceLimit;
                if (full && eldest.getValue().trial != null) {
                    model.commissions().abandon(eldest.getKey());
                }
                return full;
            }
        };
    }

    LoadedModel model() {
        return model;
    }

    /**
     * From the next row on its rows count there.
     *
     * @param collects whether a device's first rows are collected here; one of the versions that share them does
     */
    void takePart(ArmTally counting, boolean collects) {
        this.collects = collects;
        if (!collects) {
            devices.values().forEach(state -> state.trial = null);
        }
        if (tally != counting) {
            tally = counting;
            if (counting != null) {
                devices.keySet().forEach(counting::device);
            }
        }
    }

    /** Takes the window's newest row; false where none of the model's inputs is in it, or too few rows before it. */
    boolean take(Window window) {
        if (!columns.reaches(window, 0)) {
            return false;
        }
        long there = columns.readSteps(window, 0, row);
        if (there == 0) {
            return false;
        }
        Observation observation = window.newest();
        DeviceState state = state(observation.device());
        if (state.takenUnder != state.normal) {
            state.takenUnder = state.normal;
            takePast(window, state);
            columns.readSteps(window, 0, row);
        }
        add(state, observation, there);
        if (state.trial != null && columns.isGood(observation.contract(), there)) {
            collect(state);
        }
        return true;
    }

    /** A device that is new here, or whose normal has just changed, gets its last rows scored again under it. */
    private void takePast(Window window, DeviceState state) {
        int oldest = Math.min(window.size(), model.spec().smoothing()) - 1;
        for (int age = oldest; age > 0; age--) {
            long there = columns.reaches(window, age) ? columns.readSteps(window, age, row) : 0;
            if (there != 0) {
                add(state, null, there);
            }
        }
    }

    private DeviceState state(String device) {
        DeviceState state = devices.get(device);
        if (state == null) {
            state = new DeviceState(device, new Smoother(model.spec().smoothing(), inputs));
            state.anomalous = inherited.remove(device);
            devices.put(device, state);
            if (tally != null) {
                tally.device(device);
            }
        }
        if (state.normal == null || Double.isNaN(state.normal.threshold) || state.normal.isForgotten()) {
            settle(state);
        }
        return state;
    }

    /** Its own normal if it has one, else what training knew, and a trial where the model asks for one. */
    private void settle(DeviceState state) {
        Normal own = model.own(state.device);
        state.normal = own != null ? own : model.trained();
        if (own != null || !collects || !model.isCommissioned()) {
            state.trial = null;
        } else if (state.trial == null || state.trial.isForgotten()) {
            state.trial = model.commissions().trial(state.device, inputs);
        }
    }

    private void collect(DeviceState state) {
        state.trial.add(row, newest);
        if (state.trial.rows() >= model.spec().commissioning().rows()) {
            FirstRows rows = state.trial.firstRows();
            model.commission(state.device, rows);
            model.commissions().complete(model, state.device, rows);
            settle(state);
        }
    }

    private void add(DeviceState state, Observation observation, long there) {
        int at = reserve();
        for (int step = 0; step < wide; step += inputs) {
            state.normal.normaliser.apply(row, step, in, at * wide + step);
        }
        present[at] = there;
        states[at] = state;
        normals[at] = state.normal;
        observations[at] = observation;
        size++;
    }

    private int reserve() {
        if (size == present.length) {
            int capacity = Math.max(64, 2 * size);
            in = Arrays.copyOf(in, capacity * wide);
            out = new float[capacity * given];
            present = Arrays.copyOf(present, capacity);
            states = Arrays.copyOf(states, capacity);
            normals = Arrays.copyOf(normals, capacity);
            observations = Arrays.copyOf(observations, capacity);
        }
        return size;
    }

    /** Runs all rows taken since the last run; {@link #next} then hands out their insights. */
    void run() {
        next = 0;
        if (size == 0) {
            return;
        }
        long began = nanos.getAsLong();
        try {
            runner.run(in, size, out);
        } catch (RuntimeException e) {
            model.failed(e);
            counts.errors++;
            next = size;
        }
        counts.nanos += nanos.getAsLong() - began;
    }

    /** The insight of the next row taken, in the order of taking; null where the model failed on this batch. */
    Insight next() {
        while (next < size) {
            int at = next++;
            double score = score(at);
            if (observations[at] != null) {
                latest = states[at];
                return insight(at, score);
            }
        }
        return null;
    }

    /** Whether an anomalous row would begin an alert: the device was not anomalous at its row before. */
    boolean mayBegin() {
        return !latest.anomalous;
    }

    /** Who is anomalous now. */
    Set<String> anomalous() {
        Set<String> names = new HashSet<>();
        devices.values().stream().filter(state -> state.anomalous).forEach(state -> names.add(state.device));
        return names;
    }

    /** These were anomalous before this model came: that it thinks so too begins no alert. */
    void inherit(Set<String> anomalous) {
        inherited = anomalous;
    }

    /** Counts the row that {@link #next} gave. */
    void count(Insight insight, boolean mayBegin) {
        boolean anomalous = insight.verdict() == Condition.ANOMALOUS;
        counts.rows++;
        counts.anomalous += anomalous ? 1 : 0;
        if (anomalous && mayBegin) {
            counts.alerts++;
            if (tally != null) {
                tally.alert(latest.device, insight.observation().time());
            }
        }
        latest.anomalous = anomalous;
    }

    /** Sets the row beside what the champion thinks of it; nothing where one of them still learns the device. */
    void compare(Insight own, boolean began, Insight champion, boolean championBegan) {
        if (champion == null
                || own.verdict() == Condition.COMMISSIONING
                || champion.verdict() == Condition.COMMISSIONING) {
            return;
        }
        boolean here = own.verdict() == Condition.ANOMALOUS;
        boolean there = champion.verdict() == Condition.ANOMALOUS;
        counts.paired++;
        counts.excess += here && !there ? 1 : 0;
        counts.silent += there && !here ? 1 : 0;
        // An alert on a device that the other calls anomalous already is no news: a champion that never leaves off
        // would
        // begin none, and everybody who does would look worse.
        counts.pairedAlerts += here && began && !there ? 1 : 0;
        counts.championAlerts += there && championBegan && !here ? 1 : 0;
    }

    /** The last row's insight was the answer. */
    void answered() {
        answered++;
    }

    private double score(int at) {
        DeviceState state = states[at];
        if (state.smoothedUnder != normals[at]) {
            state.smoothedUnder = normals[at];
            state.smoother.clear();
        }
        Reconstruction.split(in, at * wide + newest, out, (at + 1) * given - inputs, present[at], errors, inputs);
        return state.smoother.smooth(errors);
    }

    private Insight insight(int at, double score) {
        Observation observation = observations[at];
        int[] mapping = columns.of(observation.contract());
        double[] parts = new double[observation.values().length];
        for (int i = 0; i < inputs; i++) {
            if (mapping[i] >= 0) {
                parts[mapping[i]] += errors[i];
            }
        }
        double threshold = normals[at].threshold;
        Condition verdict = Double.isNaN(threshold)
                ? Condition.COMMISSIONING
                : score > threshold ? Condition.ANOMALOUS : Condition.NORMAL;
        return new Insight(observation, verdict, score, threshold, parts, model.id());
    }

    /** Forgets the rows, not the devices. */
    void clear() {
        Arrays.fill(observations, 0, size, null);
        model.scored().add(answered);
        answered = 0;
        if (tally != null && (counts.rows > 0 || counts.errors > 0)) {
            tally.add(counts);
        }
        counts.clear();
        size = 0;
        next = 0;
    }

    /** Gives the model back. */
    void close() {
        model.release();
    }
}
