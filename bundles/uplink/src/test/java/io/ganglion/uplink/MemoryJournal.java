// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A journal that outlives its uplinks, as the one on disk does. Positions have gaps, as they may. */
final class MemoryJournal implements Journal {
    private final Map<Kind, List<Entry>> entries =
            Map.of(Kind.OBSERVATION, new ArrayList<>(), Kind.INSIGHT, new ArrayList<>());
    private final Map<String, Map<Kind, Long>> places = new HashMap<>();
    private final List<Long> told = new ArrayList<>();
    private long next = 10;
    private boolean broken;

    synchronized long add(Observation row) {
        next += 3;
        entries.get(Kind.OBSERVATION).add(new Entry(next, row, Optional.empty()));
        return next;
    }

    synchronized long add(Insight insight) {
        next += 3;
        entries.get(Kind.INSIGHT).add(new Entry(next, insight.observation(), Optional.of(insight)));
        return next;
    }

    synchronized long place(String destination, Kind kind) {
        return places.getOrDefault(destination, Map.of()).getOrDefault(kind, 0L);
    }

    /** Every place that was ever told of observations, in order. */
    synchronized List<Long> told() {
        return List.copyOf(told);
    }

    /** As a failing disk. */
    synchronized void fail(boolean fails) {
        broken = fails;
    }

    @Override
    public String epoch() {
        return "epoch-1";
    }

    @Override
    public synchronized List<String> destinations() {
        return places.keySet().stream().sorted().toList();
    }

    @Override
    public synchronized Reader open(String destination) {
        places.computeIfAbsent(destination, name -> new HashMap<>(Map.of(Kind.OBSERVATION, 0L, Kind.INSIGHT, 0L)));
        return new Place(destination);
    }

    @Override
    public synchronized void forget(String destination) {
        places.remove(destination);
    }

    private final class Place implements Reader {
        private final String destination;

        Place(String destination) {
            this.destination = destination;
        }

        @Override
        public List<Entry> read(Kind kind, long after, int limit) {
            synchronized (MemoryJournal.this) {
                if (broken) {
                    throw new IllegalStateException("disk I/O error");
                }
                List<Entry> all = entries.get(kind);
                int low = 0;
                for (int high = all.size(); low < high; ) {
                    int middle = (low + high) / 2;
                    if (all.get(middle).position() <= after) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                return List.copyOf(all.subList(low, Math.min(all.size(), low + limit)));
            }
        }

        @Override
        public long acknowledged(Kind kind) {
            return place(destination, kind);
        }

        @Override
        public void acknowledge(Kind kind, long position) {
            synchronized (MemoryJournal.this) {
                places.get(destination).put(kind, position);
                if (kind == Kind.OBSERVATION) {
                    told.add(position);
                }
            }
        }

        @Override
        public Backlog backlog(Kind kind) {
            synchronized (MemoryJournal.this) {
                long from = place(destination, kind);
                long waiting = entries.get(kind).stream()
                        .filter(entry -> entry.position() > from)
                        .count();
                return new Backlog(waiting, waiting == 0 ? OptionalLong.empty() : OptionalLong.of(1), 0);
            }
        }

        @Override
        public void close() {
            // The place stays.
        }
    }
}
