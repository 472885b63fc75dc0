// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.flow.Keeper;

/** One keeper as one partition sees it. It outlives the service that fills it while deposits wait for it. */
final class KeeperSlot {

    final String name;
    /** Who keeps; null while nobody of this name is there. */
    Keeper keeper;
    /** Deposits that it has yet to take. */
    int owed;

    private final Troubles troubles;

    KeeperSlot(String name, Keeper keeper, Troubles troubles) {
        this.name = name;
        this.keeper = keeper;
        this.troubles = troubles;
    }

    static String name(Keeper keeper) {
        try {
            return keeper.name();
        } catch (Throwable t) {
            return keeper.getClass().getName();
        }
    }

    /** Whether the keeper took it. One that throws is taken to have refused: what it keeps twice, it drops. */
    boolean offer(Deposit deposit, Receipt receipt) {
        try {
            return keeper.keep(deposit.observations(), deposit.insights(), receipt);
        } catch (Throwable t) {
            troubles.add("keeper " + name, "the batch is offered to it again, and its senders wait", t);
            return false;
        }
    }
}
