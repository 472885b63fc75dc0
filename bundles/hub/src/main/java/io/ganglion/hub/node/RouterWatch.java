// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.node;

import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Router;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.Tenures;
import io.ganglion.hub.ledger.Tenures.Mark;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes every decision of this node's router into the registry, once and in order, however long the hub was away: by number.
 * Thread-safe.
 */
public final class RouterWatch {

    private static final int FIRST_LOOK = 16;

    private final Ledger ledger;
    private final String node;
    private Optional<Mark> mark = Optional.empty();
    private volatile String notice = "";

    public RouterWatch(Ledger ledger, String node) {
        this.ledger = ledger;
        this.node = node;
    }

    /** Decisions that were gone before they could be read; empty where there are none. */
    public String notice() {
        return notice;
    }

    /** Takes what is new. */
    public synchronized void pull(Router router) {
        if (mark.isEmpty()) {
            mark = Optional.of(ledger.transact(connection -> Tenures.mark(connection, node)));
        }
        TreeMap<Long, Decision> fresh = newest(router);
        if (isAnew(fresh)) {
            ledger.transact(connection -> {
                Tenures.forget(connection, node);
                return null;
            });
            mark = Optional.of(Mark.NONE);
            fresh = newest(router);
        }
        fresh.headMap(mark.orElseThrow().number(), true).clear();
        if (!fresh.isEmpty()) {
            tell(fresh.firstKey());
            take(fresh.values());
        }
    }

    /** The newest decisions, back to the one that was taken last. */
    private TreeMap<Long, Decision> newest(Router router) {
        long last = mark.orElseThrow().number();
        List<Decision> newest = router.decisions("", 1);
        for (int limit = FIRST_LOOK;
                !newest.isEmpty() && newest.get(newest.size() - 1).number() > last;
                limit *= 4) {
            newest = router.decisions("", limit);
            if (newest.size() < limit) {
                break;
            }
        }
        TreeMap<Long, Decision> byNumber = new TreeMap<>();
        newest.forEach(decision -> byNumber.put(decision.number(), decision));
        return byNumber;
    }

    private void tell(long first) {
        long expected = mark.orElseThrow().number() + 1;
        if (first != expected) {
            notice = "decisions " + expected + " to " + (first - 1) + " of the router on " + node
                    + " were gone before the hub could read them; what answered in between is not known";
        }
    }

    /** Whether the router counts from 1 again: it was put up anew, or its folder was. */
    private boolean isAnew(TreeMap<Long, Decision> decisions) {
        Mark last = mark.orElseThrow();
        if (last.number() == 0 || decisions.isEmpty()) {
            return false;
        }
        Decision same = decisions.get(last.number());
        return decisions.lastKey() < last.number()
                || same != null
                        && !same.at()
                                .truncatedTo(ChronoUnit.MICROS)
                                .equals(last.at().truncatedTo(ChronoUnit.MICROS));
    }

    private void take(Collection<Decision> decisions) {
        try {
            mark = Optional.of(ledger.transact(connection -> {
                Mark last = mark.orElseThrow();
                for (Decision decision : decisions) {
                    Tenures.take(connection, node, last, decision);
                    last = new Mark(decision.number(), decision.at());
                }
                return last;
            }));
        } catch (RuntimeException e) {
            // Whether it was kept is not known: ask the tables the next time.
            mark = Optional.empty();
            throw e;
        }
    }
}
