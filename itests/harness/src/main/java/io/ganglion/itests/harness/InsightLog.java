// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was thought of each reading of each pump, in the order in which it was heard. Thread-safe. */
public final class InsightLog {

    private static final class Account {
        private final Pump pump;
        private final BitSet scored = new BitSet();
        private long newest = -1;
        private long lastAt;
        private long longestGap;

        Account(Pump pump) {
            this.pump = pump;
        }
    }

    private final Map<String, Account> accounts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Long> versions = new TreeMap<>();
    private long scored;
    private long twice;

    public InsightLog(List<Pump> pumps) {
        pumps.forEach(pump -> accounts.put(pump.device(), new Account(pump)));
    }

    /** Takes what a subscription to the insights of a site delivers. */
    public synchronized void take(Message message) {
        Account account = accounts.get(message.device());
        if (account == null) {
            return;
        }
        JsonNode insight = message.json();
        long sequence = account.pump.sequence(Instant.parse(insight.path("time").asText()));
        versions.merge(
                insight.path("model").asText() + "@"
                        + insight.path("modelVersion").asText(),
                1L,
                Long::sum);
        versions.merge(
                insight.path("contract").asText() + "@"
                        + insight.path("contractVersion").asText(),
                1L,
                Long::sum);
        if (account.scored.get((int) sequence)) {
            twice++;
            fault("scored twice", message, sequence);
        } else if (sequence < account.newest) {
            fault("out of order, after " + account.newest, message, sequence);
        }
        account.scored.set((int) sequence);
        account.newest = Math.max(account.newest, sequence);
        if (account.lastAt != 0) {
            account.longestGap = Math.max(account.longestGap, message.at() - account.lastAt);
        }
        account.lastAt = message.at();
        scored++;
    }

    private void fault(String what, Message message, long sequence) {
        if (faults.size() < 10) {
            faults.add(message.device() + " reading " + sequence + ": " + what);
        }
    }

    /** Waits for so many scores; gives up quietly, for the caller counts what is there. */
    public synchronized void awaitAtLeast(long scores, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (scored < scores && System.nanoTime() < deadline) {
            wait(10);
        }
    }

    /** How many readings were scored, each counted as often as it was. */
    public synchronized long scored() {
        return scored;
    }

    /** How many scores there were of readings that had one. */
    public synchronized long twice() {
        return twice;
    }

    /** How many scores a {@code name@version} of a model or contract has its name on. */
    public synchronized long scoredBy(String reference) {
        return versions.getOrDefault(reference, 0L);
    }

    public synchronized Map<String, Long> versions() {
        return new TreeMap<>(versions);
    }

    /** The longest time between two scores of one device since the last call, ms. */
    public synchronized long takeLongestGapMillis() {
        long longest = 0;
        for (Account account : accounts.values()) {
            longest = Math.max(longest, account.longestGap);
            account.longestGap = 0;
        }
        return (longest + 999_999) / 1_000_000;
    }

    /** Readings up to the last one made that were never scored, as ranges by device; the first ten. */
    public synchronized List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (Account account : accounts.values()) {
            int sent = (int) account.pump.sent();
            int from = account.scored.nextClearBit(0);
            while (from < sent && gaps.size() < 10) {
                int next = account.scored.nextSetBit(from);
                int to = next < 0 ? sent : next;
                gaps.add(account.pump.device() + " readings " + from + " to " + (to - 1) + " of " + sent);
                from = account.scored.nextClearBit(to);
            }
        }
        return gaps;
    }

    /** Readings that were scored twice or out of order; the first ten. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
