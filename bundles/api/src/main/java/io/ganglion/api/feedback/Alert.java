// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One episode in which an asset is not as it should be: many anomalous readings, one alert.
 *
 * @param id unique for good and over all nodes, also after a node lost its disk: it is the key by which a maintenance
 *     system knows the episode again
 * @param useCase whose policy raised it
 * @param asset what a technician walks to; the device's name where the policy groups nothing
 * @param contract the contract's name
 * @param devices the asset's devices that are part of it, the first to be anomalous first; never empty
 * @param severity the highest that it reached
 * @param from time of the first anomalous observation
 * @param to time of the first observation that was well again; empty while it goes on
 * @param raised when the node raised it, by its own clock
 * @param model whose insight raised it
 * @param score the highest share of score over threshold that it reached
 * @param rows anomalous observations in it
 * @param contributions what made the score when it was raised, greatest first
 * @param held why no work order was made of it, for example a maintenance window; empty where one was
 * @param workOrder the work order made of it
 */
public record Alert(
        String id,
        String useCase,
        String asset,
        String contract,
        List<String> devices,
        Severity severity,
        Instant from,
        Optional<Instant> to,
        Instant raised,
        ModelId model,
        double score,
        long rows,
        List<Insight.Contribution> contributions,
        String held,
        Optional<String> workOrder) {
    public Alert {
        requireNonNull(severity, "severity");
        requireNonNull(raised, "raised");
        requireNonNull(model, "model");
        requireNonNull(held, "held");
        devices = List.copyOf(devices);
        contributions = List.copyOf(contributions);
        if (id.isBlank() || devices.isEmpty()) {
            throw new IllegalArgumentException(
                    "an alert has an id and at least one device: id=" + id + " devices=" + devices);
        }
        if (to.isPresent() && to.get().isBefore(from)) {
            throw new IllegalArgumentException(
                    "an episode ends after it begins: id=" + id + " from=" + from + " to=" + to.get());
        }
    }

    /** Whether it goes on. */
    public boolean open() {
        return to.isEmpty();
    }
}
