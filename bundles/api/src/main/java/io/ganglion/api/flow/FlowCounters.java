// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

/**
 * Messages since the node started.
 *
 * @param received taken at the door
 * @param accepted decoded, found good, and through all stages
 * @param quarantined refused by the contract and durably kept
 * @param inFlight taken, and neither accepted nor quarantined yet
 * @param pushedBack offers that a full partition refused; the sender kept each
 * @param scored insights that the stages made
 * @param published insights that left through the outlet
 */
public record FlowCounters(
        long received, long accepted, long quarantined, long inFlight, long pushedBack, long scored, long published) {
    public FlowCounters {
        if (received != accepted + quarantined + inFlight) {
            throw new IllegalArgumentException("the books must balance: received=" + received + " accepted=" + accepted
                    + " quarantined=" + quarantined + " inFlight=" + inFlight);
        }
    }
}
