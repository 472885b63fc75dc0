// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import io.ganglion.api.model.Insight;
import java.time.Instant;
import java.util.Optional;

/**
 * A device that this node has heard.
 *
 * @param name its name at this site, for example {@code pump-7}
 * @param contract the contract it claims, for example {@code Pump}
 * @param driver the driver that delivered its last payload
 * @param lastSeen when its last payload arrived, by this node's clock
 * @param accepted how many of its payloads were accepted since the node started
 * @param quarantined how many of its payloads were quarantined since the node started
 * @param throttled how many of its offers were refused because it sends more than its rate; its sender kept each
 * @param insight what was last thought of it; empty until a model has scored it
 */
public record Device(
        String name,
        String contract,
        String driver,
        Instant lastSeen,
        long accepted,
        long quarantined,
        long throttled,
        Optional<Insight> insight) {

    /** One that keeps to its rate. */
    public Device(
            String name,
            String contract,
            String driver,
            Instant lastSeen,
            long accepted,
            long quarantined,
            Optional<Insight> insight) {
        this(name, contract, driver, lastSeen, accepted, quarantined, 0, insight);
    }
}
