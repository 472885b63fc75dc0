// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

/** What one keeper owes for one deposit: its word that it has kept it. */
final class Receipt implements Runnable {

    final KeeperSlot slot;
    private final Runnable wake;
    /** Whether the keeper has yet to take the deposit. The partition's thread. */
    boolean owed;

    private volatile boolean kept;

    Receipt(KeeperSlot slot, Runnable wake) {
        this.slot = slot;
        this.wake = wake;
    }

    /** All of it will survive a power failure. Any thread; also a keeper that has left meanwhile: kept is kept. */
    @Override
    public void run() {
        kept = true;
        wake.run();
    }

    boolean isKept() {
        return kept;
    }
}
