// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.model.Insight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The deposits of one partition, in order, and the keepers that they wait for. While a keeper has not taken all that it
 * owes, the partition takes nothing else, so that only what was deposited before waits.
 *
 * <p>The partition's thread only, but for {@link #absent()}.
 */
final class Vault {

    /** Between two offers to a keeper that refuses, nanoseconds; twice as long each time. */
    private static final long FIRST_PAUSE = 250_000;

    private static final long LONGEST_PAUSE = 64_000_000;

    private final Set<String> required;
    private final int room;
    private final Runnable wake;
    private final Troubles troubles;
    private final Deque<Deposit> deposits = new ArrayDeque<>();
    private List<KeeperSlot> slots = List.of();
    private boolean complete;
    private long rows;
    private long pause = FIRST_PAUSE;
    private volatile List<String> absent = List.of();

    /**
     * @param required keepers without which nothing is taken
     * @param room observations that may wait for keepers before no further batch is begun
     * @param wake wakes the partition's thread
     */
    Vault(Set<String> required, int room, Runnable wake, Troubles troubles) {
        this.required = required;
        this.room = room;
        this.wake = wake;
        this.troubles = troubles;
        complete = required.isEmpty();
    }

    /**
     * Exchanges the keepers. What one that went had not kept is offered to the next of its name. Of two with one name the
     * second waits for the first to go.
     */
    void fit(List<Keeper> keepers) {
        Map<String, Keeper> byName = new LinkedHashMap<>();
        keepers.forEach(keeper -> byName.putIfAbsent(KeeperSlot.name(keeper), keeper));
        List<KeeperSlot> fitted = new ArrayList<>();
        for (KeeperSlot slot : slots) {
            Keeper keeper = byName.remove(slot.name);
            if (keeper != slot.keeper) {
                slot.keeper = keeper;
                recall(slot);
            }
            if (keeper != null || slot.owed > 0) {
                fitted.add(slot);
            }
        }
        byName.forEach((name, keeper) -> fitted.add(new KeeperSlot(name, keeper, troubles)));
        slots = List.copyOf(fitted);
        complete = slots.stream()
                .filter(slot -> slot.keeper != null)
                .map(slot -> slot.name)
                .collect(Collectors.toSet())
                .containsAll(required);
        pause = FIRST_PAUSE;
        tellAbsent();
    }

    /** Whoever is there now has yet to take all that is not kept. */
    private void recall(KeeperSlot slot) {
        slot.owed = 0;
        for (Deposit deposit : deposits) {
            Receipt receipt = deposit.of(slot);
            if (receipt != null) {
                receipt.owed = !receipt.isKept();
                slot.owed += receipt.owed ? 1 : 0;
            }
        }
    }

    private void tellAbsent() {
        absent = slots.stream()
                .filter(slot -> slot.keeper == null)
                .map(slot -> slot.name)
                .toList();
    }

    /** Keepers that went and still owe. Any thread. */
    List<String> absent() {
        return absent;
    }

    /** Whether a batch can be answered at once: nobody keeps, and nothing waits in front of it. */
    boolean isIdle() {
        return slots.isEmpty() && deposits.isEmpty();
    }

    /** Whether there is somebody to keep for. */
    boolean hasKeepers() {
        return !slots.isEmpty();
    }

    /** Puts a batch behind the others and offers it to everybody. */
    void deposit(Parcel[] parcels, int holding, List<Observation> observations, List<Insight> insights) {
        Receipt[] receipts = new Receipt[slots.size()];
        for (int i = 0; i < receipts.length; i++) {
            receipts[i] = new Receipt(slots.get(i), wake);
        }
        Deposit deposit = new Deposit(
                parcels,
                holding,
                Collections.unmodifiableList(observations),
                Collections.unmodifiableList(insights),
                receipts);
        deposits.add(deposit);
        rows += holding;
        for (Receipt receipt : receipts) {
            KeeperSlot slot = receipt.slot;
            // In order: what it has yet to take comes first.
            if (slot.owed > 0 || slot.keeper == null || !slot.offer(deposit, receipt)) {
                receipt.owed = true;
                slot.owed++;
            }
        }
    }

    /** Whether the partition may begin a batch. */
    boolean isOpen() {
        return complete && rows < room && !owes();
    }

    private boolean owes() {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).owed > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a keeper that is there has refused, and wants to be asked again after {@link #pause()}. */
    boolean isRefused() {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).owed > 0 && slots.get(i).keeper != null) {
                return true;
            }
        }
        return false;
    }

    /** Nanoseconds. */
    long pause() {
        return pause;
    }

    /** Offers what is owed, oldest first, until a keeper refuses again. */
    void offerAgain() {
        boolean refused = false;
        for (KeeperSlot slot : slots) {
            refused |= slot.keeper != null && slot.owed > 0 && !settle(slot);
        }
        pause = refused ? Math.min(2 * pause, LONGEST_PAUSE) : FIRST_PAUSE;
    }

    private boolean settle(KeeperSlot slot) {
        for (Deposit deposit : deposits) {
            Receipt receipt = deposit.of(slot);
            if (receipt != null && receipt.owed) {
                // Its predecessor's word may have come late.
                if (!receipt.isKept() && !slot.offer(deposit, receipt)) {
                    return false;
                }
                receipt.owed = false;
                slot.owed--;
            }
        }
        return true;
    }

    /** Whether the oldest deposit is kept. */
    boolean hasKept() {
        Deposit oldest = deposits.peek();
        return oldest != null && oldest.isKept();
    }

    /** The oldest deposit, if everybody has kept it; else null. */
    Deposit poll() {
        Deposit oldest = deposits.peek();
        if (oldest == null || !oldest.isKept()) {
            return null;
        }
        deposits.remove();
        rows -= oldest.rows();
        forget(oldest);
        return oldest;
    }

    /** A keeper that went, and whose late word was the last that was missing, leaves its place. */
    private void forget(Deposit answered) {
        for (Receipt receipt : answered.receipts()) {
            if (receipt.owed) {
                receipt.owed = false;
                receipt.slot.owed--;
                if (receipt.slot.keeper == null && receipt.slot.owed == 0) {
                    slots = slots.stream().filter(slot -> slot != receipt.slot).toList();
                    tellAbsent();
                }
            }
        }
    }
}
