// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.rollout;

import io.ganglion.api.model.ModelId;
import java.time.Instant;

/**
 * What came of one model's part in a route, since it took that part. Rows and times are this node's.
 *
 * @param contract the contract's name
 * @param model who
 * @param role champion, challenger or shadow
 * @param since when it took this part
 * @param devices that it looked at, within two percent
 * @param rows that it scored
 * @param anomalousRows rows that it called anomalous
 * @param alerts episodes that it began: a device that it did not call anomalous, and then did; those that stood when it took
 *     its part are not among them
 * @param confirmed alerts that people found right
 * @param refuted alerts that people found wrong
 * @param agreement share of rows on which it and the champion say the same, 0 to 1; {@code NaN} where no row had both
 * @param errors batches on which it failed
 * @param latencyP50 of scoring, nanoseconds a row of its batches
 * @param latencyP99 the same, 99th percentile
 * @param calibration how far its share of anomalous rows on healthy devices is from what its threshold promises: observed
 *     minus expected, -1 to 1, taking the share of its alerts that people refuted for the share of its anomalous rows that
 *     were healthy; {@code NaN} before there are labels
 */
public record ArmReport(
        String contract,
        ModelId model,
        Role role,
        Instant since,
        long devices,
        long rows,
        long anomalousRows,
        long alerts,
        long confirmed,
        long refuted,
        double agreement,
        long errors,
        long latencyP50,
        long latencyP99,
        double calibration) {

    /** A model's part in a route. */
    public enum Role {
        /** Answers for all devices that no challenger has. */
        CHAMPION,
        /** Answers for its devices. */
        CHALLENGER,
        /** Looks, and answers for nobody. */
        SHADOW
    }
}
