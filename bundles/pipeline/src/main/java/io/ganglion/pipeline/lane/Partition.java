// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import io.ganglion.api.model.Insight;
import java.util.List;
import java.util.function.Consumer;

/**
 * The operator core: decodes a micro-batch, keeps the windows, runs the stages, publishes what they think, and answers the
 * senders, in that order. One thread; no clock of its own.
 */
final class Partition {

    /** A parcel that passed, and what came of it. Reused from batch to batch. */
    private final Parcel[] parcels;

    private final Observation[] observations;
    private final Lane[] lanes;
    private int passed;

    private final Lanes devices;
    private final Trail trail;
    private final Books books;
    private final Press press;
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

    /**
     * @param rows the greatest batch
     * @param limit the greatest body that is decoded, bytes
     * @param settled where the detention returns what is durable
     */
    Partition(
            int rows,
            int limit,
            Lanes devices,
            Trail trail,
            Books books,
            Press press,
            Followers followers,
            Detention detention,
            Consumer<Detained> settled,
            Troubles troubles) {
        parcels = new Parcel[rows];
        observations = new Observation[rows];
        lanes = new Lane[rows];
        this.limit = limit;
        this.devices = devices;
        this.trail = trail;
        this.books = books;
        this.press = press;
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

    /** Starts a batch; {@link #proceed} works on it. */
    void begin(Parcel[] newBatch, int newCount, long newNow) {
        batch = newBatch;
        count = newCount;
        now = newNow;
        cursor = 0;
        passed = 0;
        depth = 1;
        for (int i = 0; i < stages.size(); i++) {
            depth = Math.max(depth, stages.get(i).prepare(now));
        }
    }

    /** Whether a batch is begun and not finished. */
    boolean isBusy() {
        return batch != null;
    }

    /**
     * Works on what is left of the batch. Where it throws, for want of memory, it may be called again: no parcel is
     * skipped, and none is scored twice.
     */
    void proceed() {
        while (cursor < count) {
            examine(batch[cursor]);
        }
        trail.show();
        for (int i = 0; i < stages.size(); i++) {
            emitted = 0;
            stages.get(i).flush(emit, now);
        }
        press.flush();
        answer();
    }

    private void examine(Parcel parcel) {
        Payload payload = parcel.payload();
        Verdict verdict = parcel.isCut() ? tooLarge(parcel) : decode(payload);
        Lane lane = devices.of(payload.contract(), payload.device());
        lane.seen(payload.driver(), payload.receivedAt());
        if (verdict instanceof Observation observation) {
            pass(parcel, lane, observation);
        } else {
            refuse(parcel, lane, (Rejection) verdict);
        }
        devices.touch(lane);
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

    private void pass(Parcel parcel, Lane lane, Observation observation) {
        lane.accept(observation, depth);
        int at = passed;
        parcels[at] = parcel;
        observations[at] = observation;
        lanes[at] = lane;
        passed = at + 1;
        // From here on the parcel is worked on: whatever fails below fails by itself.
        cursor++;
        trail.add(observation);
        followers.show(observation);
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).take(lane);
        }
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
        try {
            Lane lane = laneOf(insight.observation());
            lane.insight = insight;
            press.consider(lane, insight, now);
        } catch (Throwable t) {
            troubles.add("publishing of insights", "the insight was not published", t);
        }
    }

    /** Stages emit in the order of the batch, so the next lane is almost always the next one. */
    private Lane laneOf(Observation observation) {
        for (int i = emitted; i < passed; i++) {
            if (observations[i] == observation) {
                emitted = i;
                return lanes[i];
            }
        }
        return devices.of(observation.contract().name(), observation.device());
    }

    private void answer() {
        int answered = passed;
        long weight = 0;
        for (int i = 0; i < answered; i++) {
            weight += parcels[i].weight();
        }
        books.accept(answered);
        books.leave(answered, weight);
        batch = null;
        passed = 0;
        for (int i = 0; i < answered; i++) {
            acknowledge(parcels[i]);
            parcels[i] = null;
            observations[i] = null;
            lanes[i] = null;
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
