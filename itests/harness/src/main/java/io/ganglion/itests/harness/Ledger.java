// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which readings of which pump were acknowledged, and which arrived beyond the node, by which identities. A bit each, for
 * a long drill has millions. Thread-safe.
 */
public final class Ledger {

    private static final class Account {
        private final Pump pump;
        private final BitSet acknowledged = new BitSet();
        private final BitSet delivered = new BitSet();

        Account(Pump pump) {
            this.pump = pump;
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, BitSet> identities = new HashMap<>();
    private long deliveries;
    private long unique;
    private long strange;

    public Ledger(List<Pump> pumps) {
        pumps.forEach(pump -> accounts.put(pump.device(), new Account(pump)));
    }

    public synchronized void acknowledged(String device, long sequence) {
        accounts.get(device).acknowledged.set((int) sequence);
    }

    /**
     * A reading arrived.
     *
     * @param id {@code node/epoch/kind/position}; empty where the message had none
     */
    public synchronized void delivered(String id, String device, Instant time) {
        Account account = accounts.get(device);
        int cut = id.lastIndexOf('/');
        if (account == null || cut < 0) {
            strange++;
            return;
        }
        deliveries++;
        BitSet stream = identities.computeIfAbsent(id.substring(0, cut), key -> new BitSet());
        int position = Integer.parseInt(id.substring(cut + 1));
        if (!stream.get(position)) {
            stream.set(position);
            unique++;
        }
        account.delivered.set((int) account.pump.sequence(time));
    }

    public synchronized long acknowledged() {
        return accounts.values().stream()
                .mapToLong(account -> account.acknowledged.cardinality())
                .sum();
    }

    /** Readings that arrived, each counted once. */
    public synchronized long readings() {
        return accounts.values().stream()
                .mapToLong(account -> account.delivered.cardinality())
                .sum();
    }

    /** Messages that arrived, each as often as it did. */
    public synchronized long deliveries() {
        return deliveries;
    }

    /** Identities that arrived, each counted once. */
    public synchronized long unique() {
        return unique;
    }

    /** Messages that arrived without an identity or from a pump that is not ours. */
    public synchronized long strange() {
        return strange;
    }

    /** Acknowledged readings that never arrived. */
    public synchronized long lost() {
        return accounts.values().stream()
                .mapToLong(account -> missing(account).cardinality())
                .sum();
    }

    private static BitSet missing(Account account) {
        BitSet missing = (BitSet) account.acknowledged.clone();
        missing.andNot(account.delivered);
        return missing;
    }

    /** The first ten of the lost, for the search. */
    public synchronized List<String> examples() {
        List<String> found = new ArrayList<>();
        accounts.forEach((device, account) -> missing(account).stream()
                .limit(10 - Math.min(10, found.size()))
                .forEach(sequence -> found.add(device + " reading " + sequence)));
        return found;
    }
}
