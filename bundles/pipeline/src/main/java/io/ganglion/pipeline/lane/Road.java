// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.series.Tail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All partitions of a node behind one door. Thread-safe. */
public final class Road implements Intake, Devices, Tail {

    private static final long FIT_PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Set<String> required;
    private final List<PartitionThread> partitions = new ArrayList<>();
    private final Followers followers;
    private volatile Fittings fittings = Fittings.NONE;
    private volatile boolean closed;

    /**
     * @param required names of the keepers without which nothing is taken
     * @param allowance what each device may send
     * @param nanos the clock of the insight period and of the allowance
     */
    public Road(
            int partitionCount,
            Room room,
            Set<String> required,
            Allowance allowance,
            Cadence cadence,
            Detention detention,
            Troubles troubles,
            LongSupplier nanos) {
        if (partitionCount < 1 || partitionCount > 64) {
            throw new IllegalArgumentException("partitions must be 1 to 64: partitions=" + partitionCount);
        }
        this.required = Set.copyOf(required);
        followers = new Followers(troubles);
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(
                    new PartitionThread(i, room, required, allowance, cadence, followers, detention, troubles, nanos));
        }
    }

    public void start() {
        partitions.forEach(PartitionThread::start);
    }

    @Override
    public boolean offer(Payload payload, Acknowledgement done) {
        PartitionThread partition = partition(payload);
        if (closed) {
            partition.books.pushBack();
            return false;
        }
        return partition.entrance.offer(payload, done);
    }

    private PartitionThread partition(Payload payload) {
        int hash = payload.contract().hashCode() * 31 + payload.device().hashCode();
        // The low bits of a text's hash are those of its last letters; names differ there, but often evenly.
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        return partitions.get(Integer.remainderUnsigned(hash, partitions.size()));
    }

    /**
     * Exchanges parts between two batches. Returns when no partition calls anything any more that was left out, so that
     * its bundle may stop; a partition that is stuck is waited for 5 s.
     */
    public synchronized void fit(Fittings ordered) {
        // An order of its own, even where it orders what was ordered before: a partition may still be busy with
        // another.
        Fittings next = new Fittings(ordered.contracts(), ordered.stages(), ordered.outlets(), ordered.keepers());
        boolean mustWait = !fittings.isWithin(next);
        fittings = next;
        partitions.forEach(partition -> partition.order(next));
        long deadline = System.nanoTime() + FIT_PATIENCE;
        Thread self = Thread.currentThread();
        // Whoever takes a part away from within a partition's own thread cannot wait for that thread.
        while (mustWait
                && partitions.stream().anyMatch(p -> !p.isFitted(next) && !p.isItself(self))
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000);
        }
    }

    /** Whether a decoder is there; where it is not, payloads wait. */
    public boolean decodes() {
        return fittings.contracts().isPresent();
    }

    /** Why keepers hold payloads up, one sentence each; empty where they do not. */
    public String keeperTrouble() {
        Set<String> absent = new TreeSet<>(required);
        fittings.keepers().forEach(keeper -> absent.remove(KeeperSlot.name(keeper)));
        partitions.forEach(partition -> absent.addAll(partition.absentKeepers()));
        Stream<String> missing = absent.stream()
                .map(name ->
                        "keeper " + name + " is not there: payloads wait for it, unacknowledged. Start the bundle that "
                                + "registers it");
        return Stream.concat(missing, fittings.keepers().stream().map(Road::trouble))
                .filter(trouble -> !trouble.isEmpty())
                .collect(Collectors.joining(". "));
    }

    private static String trouble(Keeper keeper) {
        try {
            return keeper.trouble();
        } catch (Throwable t) {
            return "keeper " + KeeperSlot.name(keeper) + " cannot say how it is: " + t;
        }
    }

    /** A snapshot of all books; it balances. */
    public FlowCounters counters() {
        FlowCounters sum = new FlowCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (PartitionThread partition : partitions) {
            FlowCounters c = partition.books.snapshot();
            sum = new FlowCounters(
                    sum.received() + c.received(),
                    sum.accepted() + c.accepted(),
                    sum.quarantined() + c.quarantined(),
                    sum.inFlight() + c.inFlight(),
                    sum.pushedBack() + c.pushedBack(),
                    sum.scored() + c.scored(),
                    sum.published() + c.published(),
                    sum.rows() + c.rows(),
                    sum.throttled() + c.throttled());
        }
        return sum;
    }

    @Override
    public List<Device> list() {
        return partitions.stream()
                .flatMap(partition -> partition.lanes.all().stream())
                .map(Lane::describe)
                .sorted(Comparator.comparing(Device::contract).thenComparing(Device::name))
                .toList();
    }

    @Override
    public List<Observation> recent(String device, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        // A device with two contracts may run in two partitions.
        List<List<Observation>> found = partitions.stream()
                .map(partition -> partition.trail.of(device, limit))
                .filter(trail -> !trail.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
        List<Observation> last = found.isEmpty() ? lastOf(device) : Merge.newestFirst(found, limit);
        List<Observation> oldestFirst = new ArrayList<>(last.subList(0, Math.min(limit, last.size())));
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    /** Of a device that reports so seldom that others have filled the trail since, its lane still has the last row. */
    private List<Observation> lastOf(String device) {
        return partitions.stream()
                .flatMap(partition -> partition.lanes.all().stream())
                .filter(lane -> lane.key.device().equals(device))
                .map(Lane::glance)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener) {
        return followers.add(filter, listener);
    }

    /** Shuts the door. */
    public void close() {
        closed = true;
    }

    /**
     * Works on what is in flight and ends the partitions.
     *
     * @param millis how long in-flight parcels are worked on; what remains then stays with its senders
     */
    public void stop(long millis) throws InterruptedException {
        close();
        partitions.forEach(PartitionThread::stop);
        // Without a decoder or a keeper only what is on its way can still finish.
        long patience = decodes() && keeperTrouble().isEmpty() ? millis : Math.min(millis, 500);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
        for (PartitionThread partition : partitions) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (!partition.join(left)) {
                partition.abandon();
                partition.join(1_000);
            }
        }
    }
}
