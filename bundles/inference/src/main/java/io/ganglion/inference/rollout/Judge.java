// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Labels;
import io.ganglion.inference.evidence.ArmTally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people found, told apart by models: a label speaks of a device over a time, so it judges every model that alerted
 * within, whoever's alert it answers. One thread's.
 */
final class Judge {
    /** Older labels do not count any more. */
    private static final Duration REACH = Duration.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private boolean broken;
    private long recorded = -1;
    private List<Active> judged = List.of();

    /** Counts anew where there are new labels or other arms. Reads from disk. */
    void judge(Optional<Labels> labels, List<Active> arms, Instant now) {
        try {
            if (labels.isPresent()) {
                count(labels.get(), arms, now);
                broken = false;
            }
        } catch (RuntimeException e) {
            if (!broken) {
                LOG.warn("Labels cannot be read, so alerts stay unjudged: {}", e.toString());
            }
            broken = true;
        }
    }

    private void count(Labels labels, List<Active> arms, Instant now) {
        if (labels.recorded() == recorded && arms.equals(judged)) {
            return;
        }
        recorded = labels.recorded();
        judged = arms;
        for (Active arm : arms) {
            Instant oldest = now.minus(REACH);
            Instant from =
                    arm.tally().since().isBefore(oldest) ? oldest : arm.tally().since();
            count(arm, labels.list(arm.contract(), "", from, now.plus(REACH)), from);
        }
    }

    private static void count(Active arm, List<Label> labels, Instant from) {
        long confirmed = 0;
        long refuted = 0;
        long missed = 0;
        for (Label label : labels) {
            boolean alerted = alerted(arm, label, from);
            boolean fault = label.finding() == Finding.CONFIRMED
                    || label.finding() == Finding.OTHER_FAULT
                    || label.finding() == Finding.MISSED;
            confirmed += fault && alerted ? 1 : 0;
            refuted += label.finding() == Finding.REFUTED && alerted ? 1 : 0;
            missed += fault
                            && !alerted
                            && arm.devices().test(label.device())
                            && !label.from().isBefore(from)
                            // An alert that had to make room was there, whatever is known of it now.
                            && arm.tally().remembers(nanos(label.from()))
                    ? 1
                    : 0;
        }
        arm.tally().judged(confirmed, refuted, missed);
    }

    private static boolean alerted(Active arm, Label label, Instant from) {
        ArmTally tally = arm.tally();
        boolean its =
                label.model().equals(Optional.of(arm.model())) && !label.from().isBefore(from);
        return its || tally.alerted(label.device(), nanos(label.from()), nanos(label.to()));
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
