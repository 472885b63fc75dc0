// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.api.model.Insight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The operator core: decodes a micro-batch, fills the windows, runs the stages, publishes what they think, hands all of it
 * to the keepers, and answers the senders when these have kept it, in that order. One thread; no clock of its own.
 */
final class Partition {

    /** Parcels that passed since the batch began. Reused from batch to batch. */
    private final Parcel[] parcels;

    private int passed;

    /** Rows since the stages were last flushed, and their lanes. Reused. */
    private final Observation[] observations;

    private final Lane[] lanes;
    private int rows;

    /** All rows of this batch and what is due for publication, where somebody keeps them. */
    private List<Observation> gathered = List.of();

    private List<Insight> due = List.of();
    private int gatheredRows;
    private boolean keeps;

    /** A payload with several rows, and how many of them have been taken. */
    private Observations several;

    private int taken;

    private final Lanes devices;
    private final Trail trail;
    private final Books books;
    private final Press press;
    private final Vault vault;
    private final Followers followers;
    private final Detention detention;
    private final Consumer<Detained> settled;
    private final Troubles troubles;
    private final int limit;
    private final Consumer<Insight> emit = this::emit;

    private Decoder decoder;
    private List<StageSlot> stages = List.of();
    private Parcel[] batch;
    private int count;
    private int cursor;
    private int depth = 1;
    private long now;
    private int emitted;
    /** The stage whose insights come now. */
    private int flushing;

    /**
     * @param most the greatest batch, rows; a payload that holds more is worked on in parts
     * @param limit the greatest body that is decoded, bytes
     * @param settled where the detention returns what is durable
     */
    Partition(
            int most,
            int limit,
            Lanes devices,
            Trail trail,
            Books books,
            Press press,
            Vault vault,
            Followers followers,
            Detention detention,
            Consumer<Detained> settled,
            Troubles troubles) {
        parcels = new Parcel[most];
        observations = new Observation[most];
        lanes = new Lane[most];
        this.limit = limit;
        this.devices = devices;
        this.trail = trail;
        this.books = books;
        this.press = press;
        this.vault = vault;
        this.followers = followers;
        this.detention = detention;
        this.settled = settled;
        this.troubles = troubles;
    }

    /** Exchanges the decoder and the stages, between two batches. */
    void fit(Decoder newDecoder, List<StageSlot> newStages) {
        decoder = newDecoder;
        stages = newStages;
    }

    /** Starts a batch of the parcels from {@code from} to {@code to}; {@link #proceed} works on it. */
    void begin(Parcel[] newBatch, int from, int to, long newNow) {
        keeps = vault.hasKeepers();
        if (keeps) {
            gathered = new ArrayList<>(to - from);
            due = new ArrayList<>();
        }
        now = newNow;
        passed = 0;
        gatheredRows = 0;
        depth = 1;
        for (int i = 0; i < stages.size(); i++) {
            depth = Math.max(depth, stages.get(i).prepare(now));
        }
        cursor = from;
        count = to;
        batch = newBatch;
    }

    /** Whether a batch is begun and not finished. */
    boolean isBusy() {
        return batch != null;
    }

    /**
     * Works on what is left of the batch. Where it throws, for want of memory, it may be called again: no parcel is
     * skipped, and none is scored twice.
     *
     * @return the first parcel that it left for the next batch: payloads of many rows make this one full early
     */
    int proceed() {
        while (cursor < count && gatheredRows < observations.length) {
            examine(batch[cursor]);
        }
        flush();
        press.flush();
        finish();
        return cursor;
    }

    private void examine(Parcel parcel) {
        Payload payload = parcel.payload();
        Verdict verdict = several != null ? several : parcel.isCut() ? tooLarge(parcel) : decode(payload);
        Lane known = parcel.lane();
        Lane lane = known != null && !known.gone ? known : devices.of(payload.contract(), payload.device());
        if (payload.replayed()) {
            verdict = several != null ? several : Replayed.mark(verdict);
        } else {
            lane.seen(payload.driver(), payload.receivedAt());
        }
        if (verdict instanceof Observation observation) {
            makeRoom();
            boolean late = isLate(lane, observation);
            if (!late) {
                lane.add(observation, depth);
            }
            lane.accept();
            pass(parcel);
            show(lane, observation, late);
        } else if (verdict instanceof Observations more) {
            passAll(parcel, lane, more);
        } else {
            refuse(parcel, lane, (Rejection) verdict);
        }
        devices.touch(lane);
    }

    /** Many rows are flushed in parts: what a stage must hold stays bounded. */
    private void passAll(Parcel parcel, Lane lane, Observations all) {
        several = all;
        while (taken < all.rows().size()) {
            if (rows == observations.length) {
                flush();
            }
            Observation observation = all.rows().get(taken);
            makeRoom();
            boolean late = isLate(lane, observation);
            if (!late) {
                lane.add(observation, depth);
            }
            taken++;
            show(lane, observation, late);
        }
        lane.accept();
        pass(parcel);
        several = null;
        taken = 0;
    }

    /** What can fail for want of memory fails here, before anything is counted. */
    private void makeRoom() {
        if (gathered instanceof ArrayList<Observation> list) {
            list.ensureCapacity(list.size() + 1);
        }
    }

    /** From here on the parcel is worked on: whatever fails after this fails by itself. */
    private void pass(Parcel parcel) {
        parcels[passed++] = parcel;
        cursor++;
    }

    /** A replayed row from before the device's newest one: it is kept, but no window or model may take it for news. */
    private static boolean isLate(Lane lane, Observation observation) {
        return observation.replayed()
                && lane.size() > 0
                && observation.time() <= lane.newest().time();
    }

    private void show(Lane lane, Observation observation, boolean late) {
        gatheredRows++;
        if (keeps) {
            gathered.add(observation);
        }
        trail.add(observation);
        followers.show(observation);
        if (late) {
            return;
        }
        observations[rows] = observation;
        lanes[rows++] = lane;
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).take(lane);
        }
    }

    private Verdict decode(Payload payload) {
        try {
            Verdict verdict = decoder.decode(payload);
            if (verdict != null) {
                return verdict;
            }
            throw new IllegalStateException("the decoder returned nothing");
        } catch (Throwable t) {
            troubles.add("decoder", "the payload is quarantined with reason INTERNAL", t);
            return new Rejection(Reason.INTERNAL, "", "the decoder failed: " + t, payload.contract(), -1);
        }
    }

    private Rejection tooLarge(Parcel parcel) {
        return new Rejection(
                Reason.TOO_LARGE,
                "",
                "a payload may have at most " + limit + " bytes: " + parcel.bytes(),
                parcel.payload().contract(),
                limit);
    }

    private void refuse(Parcel parcel, Lane lane, Rejection rejection) {
        Detained detained = new Detained(parcel, rejection, lane, settled);
        detention.detain(detained);
        cursor++;
        lane.detain(1);
        books.detain(parcel.weight());
        books.leave(1, parcel.weight());
    }

    private void emit(Insight insight) {
        books.score();
        for (int i = flushing + 1; i < stages.size(); i++) {
            stages.get(i).note(insight);
        }
        try {
            Lane lane = laneOf(insight.observation());
            lane.insight = insight;
            if (press.consider(lane, insight, now, keeps) && keeps) {
                due.add(insight);
            }
        } catch (Throwable t) {
            troubles.add("publishing of insights", "the insight was not published", t);
        }
    }

    /** Stages emit in the order of the batch, so the next lane is almost always the next one. */
    private Lane laneOf(Observation observation) {
        for (int i = emitted; i < rows; i++) {
            if (observations[i] == observation) {
                emitted = i;
                return lanes[i];
            }
        }
        return devices.of(observation.contract().name(), observation.device());
    }

    private void flush() {
        trail.show();
        for (int i = 0; i < stages.size(); i++) {
            emitted = 0;
            flushing = i;
            stages.get(i).flush(emit, now);
        }
        Arrays.fill(observations, 0, rows, null);
        Arrays.fill(lanes, 0, rows, null);
        rows = 0;
    }

    private void finish() {
        if (vault.isIdle()) {
            batch = null;
            answer(parcels, passed, gatheredRows);
            Arrays.fill(parcels, 0, passed, null);
        } else if (passed > 0) {
            Parcel[] waiting = Arrays.copyOf(parcels, passed);
            batch = null;
            vault.deposit(waiting, gatheredRows, gathered, due);
            Arrays.fill(parcels, 0, passed, null);
        }
        batch = null;
        gathered = List.of();
        due = List.of();
    }

    /** Answers the senders of what all keepers have kept, in order. Returns whether there were any. */
    boolean answerKept() {
        boolean any = false;
        Deposit kept;
        while ((kept = vault.poll()) != null) {
            answer(kept.parcels(), kept.parcels().length, kept.rows());
            any = true;
        }
        return any;
    }

    private void answer(Parcel[] answered, int number, int holding) {
        long weight = 0;
        for (int i = 0; i < number; i++) {
            weight += answered[i].weight();
        }
        books.accept(number, holding);
        books.leave(number, weight);
        for (int i = 0; i < number; i++) {
            acknowledge(answered[i]);
        }
    }

    /** A refused parcel is durable: counts it and answers its sender. */
    void settle(Detained detained) {
        books.quarantine(detained.parcel().weight());
        detained.lane.quarantine();
        acknowledge(detained.parcel());
    }

    private void acknowledge(Parcel parcel) {
        try {
            parcel.done().done();
        } catch (Throwable t) {
            troubles.add("acknowledgement of " + parcel.payload().driver(), "its sender may send the payload again", t);
        }
    }

    void close() {
        stages.forEach(StageSlot::close);
    }
}
