// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast and how well the loop closed over a time: for one use case, site and model version.
 *
 * @param useCase whose policy sets the targets
 * @param site the plant
 * @param model whose alerts; empty for what people reported by themselves
 * @param from inclusive, by when the alert was raised
 * @param to exclusive
 * @param legs each part of the way, in order
 * @param alerts that were raised
 * @param workOrders that were made of them
 * @param closed of these, how many have a verdict
 * @param confirmed alerts that were right
 * @param refuted alerts where there was nothing
 * @param otherFault alerts where there was something else
 * @param missed faults that people reported and no alert told of
 */
public record Sla(
        String useCase,
        String site,
        Optional<ModelId> model,
        Instant from,
        Instant to,
        List<Leg> legs,
        long alerts,
        long workOrders,
        long closed,
        long confirmed,
        long refuted,
        long otherFault,
        long missed) {

    /** A part of the way from the alert to the better model. */
    public enum Span {
        ALERT_TO_TICKET,
        TICKET_TO_ACKNOWLEDGEMENT,
        TICKET_TO_RESOLUTION,
        RESOLUTION_TO_LABEL,
        LABEL_TO_LIVE
    }

    /**
     * One part of the way.
     *
     * @param span which
     * @param done how many went it
     * @param open how many are on it now
     * @param median of those done
     * @param p90 90th percentile of those done
     * @param longest of those done and those on it
     * @param target the policy's; empty where it sets none
     * @param breaches how many took longer, those on it included
     * @param before the median over the same length of time before {@code from}: the trend; empty where there was none
     */
    public record Leg(
            Span span,
            long done,
            long open,
            Optional<Duration> median,
            Optional<Duration> p90,
            Optional<Duration> longest,
            Optional<Duration> target,
            long breaches,
            Optional<Duration> before) {}

    public Sla {
        requireNonNull(model, "model");
        legs = List.copyOf(legs);
    }

    /** Share of work orders with a verdict, 0 to 1; {@code NaN} where there are none. */
    public double closureRate() {
        return (double) closed / workOrders;
    }

    /** Share of verdicts on alerts that said there was nothing, 0 to 1; {@code NaN} where there are none. */
    public double refutedRate() {
        return (double) refuted / (confirmed + refuted + otherFault);
    }

    /** Share of the faults known that no alert told of, 0 to 1; {@code NaN} where there are none. */
    public double missedRate() {
        return (double) missed / (missed + confirmed + otherFault);
    }
}
