// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.util.List;

/**
 * A batch that has been worked on and now waits for its keepers. Its senders are answered when all of them have kept it.
 *
 * @param parcels whose senders wait
 * @param rows how many observations were in them
 * @param observations those; none where there was no keeper
 * @param insights those that were due
 * @param receipts one a keeper; none where there was no keeper, but others wait in front
 */
record Deposit(Parcel[] parcels, int rows, List<Observation> observations, List<Insight> insights, Receipt[] receipts) {

    boolean isKept() {
        for (Receipt receipt : receipts) {
            if (!receipt.isKept()) {
                return false;
            }
        }
        return true;
    }

    /** What a keeper owes for this; null where it was not there then. */
    Receipt of(KeeperSlot slot) {
        for (Receipt receipt : receipts) {
            if (receipt.slot == slot) {
                return receipt;
            }
        }
        return null;
    }
}
