// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.inference.evidence.ArmTally;
import io.ganglion.inference.evidence.ArmTally.Sums;
import java.util.function.Predicate;

/**
 * A model with a part in a route.
 *
 * @param champion who answers where it does not
 * @param guard whether it is the champion before, which looks on after a switch
 * @param devices whether it looks at a device
 * @param promised share of rows of a healthy device above its threshold, as its commissioning asks for
 */
record Active(
        String contract,
        ModelId model,
        Role role,
        ModelId champion,
        boolean guard,
        Predicate<String> devices,
        double promised,
        ArmTally tally) {

    ArmReport report() {
        Sums sums = tally.sums();
        return new ArmReport(
                contract,
                model,
                role,
                sums.since(),
                sums.devices(),
                sums.rows(),
                sums.anomalous(),
                sums.alerts(),
                sums.confirmed(),
                sums.refuted(),
                sums.agreement(),
                sums.errors(),
                sums.latencyP50(),
                sums.latencyP99(),
                calibration(sums));
    }

    /** The share of its alerts that people refuted is taken for the share of its anomalous rows that were healthy. */
    private double calibration(Sums sums) {
        long judged = sums.confirmed() + sums.refuted();
        double wrong = (double) sums.refuted() / judged;
        return wrong * sums.anomalous() / sums.rows() - promised;
    }
}
