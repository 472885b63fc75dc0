// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import io.ganglion.pipeline.Timestamp;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What a partition knows of one device: its window, its counts, and what was last said of it.
 *
 * <p>Written by the partition's thread alone. Others read it for listings: each field is right by itself, and what it
 * refers to is immutable.
 */
final class Lane implements Window {

    private static final AtomicLongFieldUpdater<Lane> THROTTLED =
            AtomicLongFieldUpdater.newUpdater(Lane.class, "throttled");

    /** Names a lane: the same device may keep two contracts. */
    record Key(String contract, String device) {}

    final Key key;
    private String driver = "";
    private long lastSeen;
    private long accepted;
    private long quarantined;
    /** Refused payloads that are not durable yet. Read by the door. */
    private volatile int detained;

    /**
     * Until when its payloads are covered by its {@link Allowance}, nanoseconds. Written by its senders: of two at once one
     * may get away uncharged.
     */
    private volatile long coveredUntil;

    private volatile long throttled;
    /** Whether it has been evicted. */
    boolean gone;

    private Observation[] ring = new Observation[1];
    private int newest;
    private int size;

    /** The last insight; null until a model has scored it. */
    Insight insight;
    /** The last insight that was offered to the outlets; null before. */
    Insight said;
    /** When, nanoseconds of the partition's clock. */
    long saidAt;
    /** Whether an outlet took it. */
    boolean saidToSomeone;
    /** Whether it was due while there was no outlet. */
    boolean unheard;
    /** Its insight topic, once it was needed. */
    String topic;

    /** Neighbours in order of last use; owned by {@link Lanes}. */
    Lane before;

    Lane after;

    Lane(Key key) {
        this.key = key;
    }

    void seen(String byDriver, long receivedAt) {
        driver = byDriver;
        lastSeen = receivedAt;
    }

    /** A payload passed. */
    void accept() {
        accepted++;
    }

    /** Adds the newest row; keeps the last {@code depth}. */
    void add(Observation observation, int depth) {
        if (ring.length != depth) {
            resize(depth);
        }
        if (size > 0 && isAnotherMajor(ring[newest].contract(), observation.contract())) {
            // What a new major version calls by the same name may be another quantity: no window holds both.
            size = 0;
        }
        newest = newest + 1 == ring.length ? 0 : newest + 1;
        ring[newest] = observation;
        size = Math.min(size + 1, ring.length);
    }

    private static boolean isAnotherMajor(Contract before, Contract now) {
        return before != now && before.version().getMajor() != now.version().getMajor();
    }

    private void resize(int depth) {
        Observation[] other = new Observation[depth];
        int kept = Math.min(size, depth);
        for (int age = 0; age < kept; age++) {
            other[kept - 1 - age] = get(age);
        }
        ring = other;
        size = kept;
        newest = kept == 0 ? depth - 1 : kept - 1;
    }

    void detain(int rows) {
        detained += rows;
    }

    void quarantine() {
        detained--;
        quarantined++;
    }

    /** Any thread, as the next one. Whether the device has to wait before it may send more. */
    boolean isSpent(Allowance allowance, long now) {
        return allowance.isSpent(coveredUntil, now);
    }

    void charge(Allowance allowance, long now) {
        coveredUntil = allowance.charge(coveredUntil, now);
    }

    void throttle() {
        THROTTLED.incrementAndGet(this);
    }

    /** Whether it has ever sent anything good. */
    boolean isKnown() {
        return accepted > 0;
    }

    /** Whether the door lets it in while the quarantine is crowded. */
    boolean isClean() {
        return accepted > 0 && detained == 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Observation get(int age) {
        if (age < 0 || age >= size) {
            throw new IndexOutOfBoundsException("age must be 0 to " + (size - 1) + ": age=" + age);
        }
        int at = newest - age;
        return ring[at < 0 ? at + ring.length : at];
    }

    /** The newest observation as another thread sees it; null where there is none. */
    Observation glance() {
        Observation[] rows = ring;
        return rows[Math.min(newest, rows.length - 1)];
    }

    Device describe() {
        return new Device(
                key.device(),
                key.contract(),
                driver,
                Timestamp.instant(lastSeen),
                accepted,
                quarantined,
                throttled,
                Optional.ofNullable(insight));
    }
}
