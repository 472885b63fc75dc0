// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.inference.evidence.Names;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which hundredth of a percent of a contract's devices a challenger has. A device's slot is a hash of its name, so it is the
 * same on every node and after every restart; a challenger keeps its slots while its share does not fall, whatever the
 * others' shares do.
 */
final class Slots {
    static final int COUNT = 10_000;

    private Slots() {}

    static int of(String contract, String device) {
        return (int) Long.remainderUnsigned(Names.hash(contract + "/" + device), COUNT);
    }

    /** The slots under a plan, given those before it. What one gains comes from slots that nobody has. */
    static Map<ModelId, BitSet> allot(Map<ModelId, BitSet> before, RoutePlan plan) {
        Map<ModelId, BitSet> after = new LinkedHashMap<>();
        BitSet used = new BitSet(COUNT);
        List<RoutePlan.Trial> sharing = new ArrayList<>();
        for (RoutePlan.Trial trial : plan.trials()) {
            if (trial.mode() == RoutePlan.Mode.CHALLENGER && trial.tag().isEmpty()) {
                sharing.add(trial);
                BitSet kept = shrunk(before.getOrDefault(trial.model(), new BitSet()), size(trial), start(trial));
                used.or(kept);
                after.put(trial.model(), kept);
            }
        }
        for (RoutePlan.Trial trial : sharing) {
            grow(after.get(trial.model()), size(trial), start(trial), used);
        }
        return after;
    }

    private static int size(RoutePlan.Trial trial) {
        return (int) Math.round(trial.share() * COUNT);
    }

    /** Each model begins elsewhere, so that not the same devices are tried out again and again. */
    private static int start(RoutePlan.Trial trial) {
        return (int) Long.remainderUnsigned(Names.hash(trial.model().toString()), COUNT);
    }

    /** Gives back what it took last. */
    private static BitSet shrunk(BitSet slots, int size, int start) {
        BitSet kept = new BitSet(COUNT);
        int left = Math.min(size, slots.cardinality());
        for (int i = 0; i < COUNT && left > 0; i++) {
            int slot = (start + i) % COUNT;
            if (slots.get(slot)) {
                kept.set(slot);
                left--;
            }
        }
        return kept;
    }

    private static void grow(BitSet slots, int size, int start, BitSet used) {
        int missing = size - slots.cardinality();
        for (int i = 0; i < COUNT && missing > 0; i++) {
            int slot = (start + i) % COUNT;
            if (!used.get(slot)) {
                slots.set(slot);
                used.set(slot);
                missing--;
            }
        }
    }

    /** {@code 0-999,4000}. */
    static String text(BitSet slots) {
        List<String> ranges = new ArrayList<>();
        for (int from = slots.nextSetBit(0); from >= 0; ) {
            int to = slots.nextClearBit(from) - 1;
            ranges.add(from == to ? "" + from : from + "-" + to);
            from = slots.nextSetBit(to + 1);
        }
        return String.join(",", ranges);
    }

    static BitSet parse(String text) {
        BitSet slots = new BitSet(COUNT);
        for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
            if (from < 0 || to < from || to >= COUNT) {
                throw new IllegalArgumentException("no range of slots: " + range);
            }
            slots.set(from, to + 1);
        }
        return slots;
    }
}
