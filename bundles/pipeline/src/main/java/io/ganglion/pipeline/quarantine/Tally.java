// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.flow.Quarantine.Group;
import io.ganglion.api.flow.Quarantine.Replay;
import io.ganglion.api.flow.QuarantinedPayload;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of a replay so far. Thread-safe. */
final class Tally {

    /** Kinds of trouble that are told apart; beyond that they are counted without a path. */
    private static final int KINDS = 200;

    private record Kind(String contract, Reason reason, String path) {}

    private static final class Count {
        long count;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long example;
        String message = "";
        final Set<String> devices = new HashSet<>();
    }

    private final Map<Kind, Count> refused = new HashMap<>();
    private long accepted;

    synchronized void accepted() {
        accepted++;
    }

    synchronized void refused(QuarantinedPayload entry, Rejection rejection) {
        Kind kind = new Kind(
                entry.payload().contract(),
                rejection.reason(),
                refused.size() < KINDS ? Kept.cut(rejection.path()) : "");
        Count count = refused.computeIfAbsent(kind, none -> new Count());
        count.count++;
        count.first = Math.min(count.first, entry.payload().receivedAt());
        count.last = Math.max(count.last, entry.payload().receivedAt());
        count.example = entry.id();
        count.message = Kept.cut(rejection.message());
        count.devices.add(entry.payload().device());
    }

    synchronized Replay close(long left, String trouble) {
        List<Group> groups = refused.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Group::count).reversed().thenComparing(Group::example))
                .toList();
        return new Replay(accepted, groups, left, trouble);
    }

    private static Group group(Kind kind, Count c) {
        return new Group(
                kind.contract(),
                kind.reason(),
                kind.path(),
                c.count,
                c.devices.size(),
                c.first,
                c.last,
                c.example,
                c.message);
    }
}
