// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Journal.Entry;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.message.Body;
import io.ganglion.uplink.message.Letter;
import io.ganglion.uplink.message.MessageId;
import io.ganglion.uplink.message.Summary;
import io.ganglion.uplink.policy.Frame;
import io.ganglion.uplink.policy.Policy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One kind of entries: read from the journal, chosen by policy, waiting, and settled in the journal's order whatever the
 * order of the answers. Not thread-safe.
 */
final class Lane {
    /** Entries read at a time. */
    private static final int GULP = 512;

    /** So much is read and not settled at most: a refused message holds the journal's place, and all behind it stays here. */
    private static final int UNSETTLED = 20_000;

    /** How a lane names what it sends. */
    record Names(String node, String epoch, String site) {

        String topic(String kind, Observation row) {
            return "ganglion/" + site + "/" + kind + "/" + row.contract().name() + "/" + row.device();
        }
    }

    private final Kind kind;
    private final Journal.Reader journal;
    private final Names names;
    private final Policy policy;
    private final Body body;
    private final Frame frame;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private final Deque<Cargo> waiting = new ArrayDeque<>();
    private long readTo;
    private long acknowledged;
    private long settled;
    private long leftOut;

    Lane(Kind kind, Journal.Reader journal, Names names, Policy policy, Body body, Frame frame) {
        this.kind = kind;
        this.journal = journal;
        this.names = names;
        this.policy = policy;
        this.body = body;
        this.frame = frame;
        this.acknowledged = journal.acknowledged(kind);
        this.readTo = acknowledged;
        this.settled = acknowledged;
    }

    /**
     * Reads on where fewer wait than are wanted; true where there may be more.
     *
     * @param now nanoseconds since the epoch, as the rows' time of arrival
     */
    boolean refill(int wanted, long now) {
        if (waiting.size() >= wanted || slots.size() >= UNSETTLED) {
            return false;
        }
        List<Entry> entries = journal.read(kind, readTo, GULP);
        for (Entry entry : entries) {
            take(entry);
            readTo = entry.position();
        }
        if (frame.isOver(now)) {
            closeFrame();
        }
        return entries.size() == GULP;
    }

    private void take(Entry entry) {
        Observation row = entry.observation();
        switch (policy.choose(entry)) {
            case LEAVE_OUT -> {
                leftOut++;
                pass(entry.position());
            }
            case SEND -> {
                Slot slot = new Slot(entry.position(), 1);
                slots.add(slot);
                waiting.add(new Cargo(letter(entry, row), waiting, slot, 0));
            }
            case SUM_UP -> {
                if (frame.isOver(row)) {
                    closeFrame();
                }
                if (frame.isEmpty()) {
                    slots.add(new Slot(entry.position(), 1));
                }
                frame.add(row, entry.position());
                slots.getLast().extend(entry.position());
            }
        }
    }

    /** What is left out settles with the entry before it. */
    private void pass(long position) {
        if (!frame.isEmpty() || !slots.isEmpty() && slots.getLast().isSettled()) {
            slots.getLast().extend(position);
        } else {
            slots.add(new Slot(position, 0));
        }
    }

    private void closeFrame() {
        Slot slot = slots.getLast();
        for (Summary summary : frame.close()) {
            String topic = "ganglion/" + names.site() + "/aggregate/"
                    + summary.contract().name() + "/" + summary.device();
            slot.await(1);
            waiting.add(
                    new Cargo(new Letter(id(summary.position()), topic, body.of(summary), false), waiting, slot, 0));
        }
        slot.settle();
    }

    private Letter letter(Entry entry, Observation row) {
        if (entry.insight().isPresent()) {
            Insight insight = entry.insight().get();
            return new Letter(id(entry.position()), names.topic("insight", row), body.of(insight), row.replayed());
        }
        return new Letter(id(entry.position()), names.topic("telemetry", row), body.of(row), row.replayed());
    }

    private String id(long position) {
        return new MessageId(names.node(), names.epoch(), kind, position).toString();
    }

    Deque<Cargo> waiting() {
        return waiting;
    }

    /** Whether the journal can be told of more. */
    boolean hasSettled() {
        while (!slots.isEmpty() && slots.getFirst().isSettled()) {
            settled = slots.removeFirst().position();
        }
        return settled > acknowledged;
    }

    /** Tells the journal what has arrived, or was left out, without a gap. Durable when this returns. */
    void acknowledge() {
        if (hasSettled()) {
            journal.acknowledge(kind, settled);
            acknowledged = settled;
        }
    }

    Journal.Backlog backlog() {
        return journal.backlog(kind);
    }

    long leftOut() {
        return leftOut;
    }
}
