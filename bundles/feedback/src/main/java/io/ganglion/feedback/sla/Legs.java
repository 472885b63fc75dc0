// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.sla;

import io.ganglion.api.feedback.Sla.Leg;
import io.ganglion.api.feedback.Sla.Span;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.feedback.keep.Sheet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** When each leg of a work order began and ended. */
final class Legs {

    private Legs() {}

    /**
     * One leg of one work order.
     *
     * @param end empty while it is on the way
     */
    record Run(Instant begin, Optional<Instant> end) {
        Duration length(Instant now) {
            Duration length = Duration.between(begin, end.orElse(now));
            return length.isNegative() ? Duration.ZERO : length;
        }
    }

    /**
     * From the moment at which somebody was to be sent: an alert that was held back waits for nobody.
     *
     * @return empty where the leg did not begin, or is not gone at all
     */
    static Optional<Run> run(Span span, Sheet sheet) {
        WorkOrder order = sheet.order();
        Optional<Instant> ticket = sheet.ticketed();
        boolean closed = order.closed().isPresent();
        return switch (span) {
            case ALERT_TO_TICKET -> closed && ticket.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Run(order.created(), ticket));
            case TICKET_TO_ACKNOWLEDGEMENT -> ticket.map(
                    begin -> new Run(begin, order.acknowledged().or(order::resolved)));
            case TICKET_TO_RESOLUTION -> ticket.map(begin -> new Run(begin, order.resolved()));
            case RESOLUTION_TO_LABEL -> order.resolved().map(begin -> new Run(begin, order.closed()));
            case LABEL_TO_LIVE -> order.closed().map(begin -> new Run(begin, sheet.live()));
        };
    }

    static Leg leg(Span span, List<Sheet> now, List<Sheet> before, Optional<Duration> target, Instant clock) {
        List<Duration> done = new ArrayList<>();
        List<Duration> open = new ArrayList<>();
        for (Sheet sheet : now) {
            run(span, sheet).ifPresent(run -> (run.end().isPresent() ? done : open).add(run.length(clock)));
        }
        List<Duration> earlier = new ArrayList<>();
        for (Sheet sheet : before) {
            run(span, sheet).filter(run -> run.end().isPresent()).ifPresent(run -> earlier.add(run.length(clock)));
        }
        List<Duration> all = new ArrayList<>(done);
        all.addAll(open);
        long breaches = target.map(limit -> all.stream()
                        .filter(length -> length.compareTo(limit) > 0)
                        .count())
                .orElse(0L);
        return new Leg(
                span,
                done.size(),
                open.size(),
                percentile(done, 0.5),
                percentile(done, 0.9),
                all.stream().max(Duration::compareTo),
                target,
                breaches,
                percentile(earlier, 0.5));
    }

    /** The smallest length that this share does not exceed (nearest rank). */
    static Optional<Duration> percentile(List<Duration> lengths, double share) {
        if (lengths.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = new ArrayList<>(lengths);
        Collections.sort(sorted);
        return Optional.of(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }
}
