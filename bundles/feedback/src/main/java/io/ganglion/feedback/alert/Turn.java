// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Severity;
import io.ganglion.api.model.Insight.Contribution;
import io.ganglion.api.model.ModelId;
import java.util.List;

/**
 * What the fast road has to say about one device. It holds the whole of the spell, so that one that is lost costs nothing:
 * the next one says it again.
 *
 * @param entity the device's NGSI-LD id; empty where it is not known
 * @param over whether the device is well again
 * @param from time of the spell's first anomalous observation, nanoseconds since the epoch
 * @param at time of the observation that this tells of; of one that is over, of the first that was well
 * @param rows anomalous ones in the spell
 * @param score highest share of score over threshold
 */
record Turn(
        AlertPolicy policy,
        String contract,
        String device,
        String entity,
        boolean over,
        long from,
        long at,
        long rows,
        double score,
        Severity severity,
        ModelId model,
        List<Contribution> contributions) {

    String asset() {
        return policy.assetOf(device);
    }
}
