// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

/**
 * Messages since the node started.
 *
 * @param received taken at the door
 * @param accepted decoded, found good, through all stages, and kept by every keeper
 * @param quarantined refused by the contract and durably kept
 * @param inFlight taken, and neither accepted nor quarantined yet
 * @param pushedBack offers that a full partition refused; the sender kept each
 * @param scored insights that the stages made
 * @param published insights that left through the outlet
 * @param rows observations in what was accepted: one a payload, or several
 * @param throttled offers refused because their device sends more than its rate; among {@code pushedBack}
 */
public record FlowCounters(
        long received,
        long accepted,
        long quarantined,
        long inFlight,
        long pushedBack,
        long scored,
        long published,
        long rows,
        long throttled) {
    public FlowCounters {
        if (received != accepted + quarantined + inFlight) {
            throw new IllegalArgumentException("the books must balance: received=" + received + " accepted=" + accepted
                    + " quarantined=" + quarantined + " inFlight=" + inFlight);
        }
    }

    /** Where every payload held one observation, and nobody was too loud. */
    public FlowCounters(
            long received,
            long accepted,
            long quarantined,
            long inFlight,
            long pushedBack,
            long scored,
            long published) {
        this(received, accepted, quarantined, inFlight, pushedBack, scored, published, accepted, 0);
    }
}
