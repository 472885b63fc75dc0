// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.node;

import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import io.ganglion.hub.ledger.Ledger;
import io.ganglion.hub.ledger.Tenures;
import io.ganglion.hub.ledger.Tenures.Mark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes every decision of this node's router into the registry, once and in order, however long the hub was away: by number.
 * Thread-safe.
 */
public final class RouterWatch {

    private static final int FIRST_LOOK = 16;

    private final Ledger ledger;
    private final String node;
    private final Set<String> contracts = new HashSet<>();
    private Optional<Mark> mark = Optional.empty();
    private long hole;
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
            contracts.addAll(ledger.transact(connection -> Tenures.contracts(connection, node)));
        }
        for (RoutePlan plan : router.plans()) {
            contracts.add(plan.contract());
        }
        TreeMap<Long, Decision> fresh = fresh(router);
        List<Decision> next = unbroken(fresh);
        if (!next.isEmpty()) {
            take(next);
        }
    }

    private TreeMap<Long, Decision> fresh(Router router) {
        TreeMap<Long, Decision> fresh = new TreeMap<>();
        for (String contract : contracts) {
            int limit = FIRST_LOOK;
            List<Decision> newest = router.decisions(contract, 1);
            while (!newest.isEmpty()
                    && newest.get(0).number() > mark.orElseThrow().number()) {
                newest = router.decisions(contract, limit);
                if (newest.size() < limit
                        || newest.get(newest.size() - 1).number()
                                <= mark.orElseThrow().number()) {
                    break;
                }
                limit *= 4;
            }
            newest.forEach(decision -> fresh.put(decision.number(), decision));
        }
        if (isAnew(fresh)) {
            ledger.transact(connection -> {
                Tenures.forget(connection, node);
                return null;
            });
            mark = Optional.of(new Mark(0, Instant.EPOCH));
            return fresh(router);
        }
        fresh.headMap(mark.orElseThrow().number(), true).clear();
        return fresh;
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

    /** Up to the first number that is missing: it may be on its way. One that is missing twice is lost. */
    private List<Decision> unbroken(TreeMap<Long, Decision> fresh) {
        List<Decision> next = new ArrayList<>();
        long expected = mark.orElseThrow().number() + 1;
        for (Decision decision : fresh.values()) {
            if (decision.number() != expected) {
                if (hole != expected) {
                    hole = expected;
                    return next;
                }
                notice = "decisions " + expected + " to " + (decision.number() - 1) + " of the router on " + node
                        + " were gone before the hub could read them: what answered then is known up to number "
                        + (expected - 1) + " and from " + decision.number();
            }
            next.add(decision);
            expected = decision.number() + 1;
        }
        return next;
    }

    private void take(List<Decision> decisions) {
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
