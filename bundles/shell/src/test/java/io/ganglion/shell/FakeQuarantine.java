// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A quarantine in memory, whose replays end as a test says. */
final class FakeQuarantine implements Quarantine {
    final List<QuarantinedPayload> entries = new ArrayList<>();
    Replay outcome = new Replay(0, List.of(), 0, "");
    Selection replayed;
    long expired;

    FakeQuarantine(QuarantinedPayload... refused) {
        entries.addAll(List.of(refused));
        entries.sort(Comparator.comparingLong(QuarantinedPayload::id).reversed());
    }

    @Override
    public List<QuarantinedPayload> list(int limit) {
        return list(Selection.ALL, limit);
    }

    @Override
    public List<QuarantinedPayload> list(Selection selection, int limit) {
        return entries.stream()
                .filter(one -> isMeant(selection, one))
                .limit(limit)
                .toList();
    }

    private static boolean isMeant(Selection s, QuarantinedPayload one) {
        return (s.id().isEmpty() || s.id().getAsLong() == one.id())
                && s.reason().map(one.rejection().reason()::equals).orElse(true)
                && s.path().map(one.rejection().path()::equals).orElse(true)
                && s.contract().map(one.payload().contract()::equals).orElse(true)
                && s.device().map(one.payload().device()::equals).orElse(true)
                && s.since()
                        .map(since -> !Facts.instant(one.payload().receivedAt()).isBefore(since))
                        .orElse(true);
    }

    @Override
    public List<Group> groups(Selection selection) {
        return list(selection, 100).stream()
                .map(one -> Selection.group(
                        one.payload().contract(),
                        one.rejection().reason(),
                        one.rejection().path()))
                .distinct()
                .map(this::group)
                .toList();
    }

    private Group group(Selection kind) {
        List<QuarantinedPayload> all = list(kind, 100);
        QuarantinedPayload newest = all.get(0);
        long at = newest.payload().receivedAt();
        return new Group(
                newest.payload().contract(),
                newest.rejection().reason(),
                newest.rejection().path(),
                all.size(),
                1,
                at,
                at,
                newest.id(),
                newest.rejection().message());
    }

    @Override
    public Optional<QuarantinedPayload> find(long id) {
        return list(Selection.of(id), 1).stream().findFirst();
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public long expired() {
        return expired;
    }

    @Override
    public Replay replay(Selection selection) {
        replayed = selection;
        return outcome;
    }

    @Override
    public long discard(Selection selection) {
        long before = size();
        entries.removeIf(one -> isMeant(selection, one));
        return before - size();
    }
}
