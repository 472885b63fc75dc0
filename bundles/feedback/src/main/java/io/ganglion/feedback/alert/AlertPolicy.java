// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.feedback.Sla.Span;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a use case calls an episode, and what it wants done about one.
 *
 * @param useCase its name
 * @param contract the contract's name; empty for all
 * @param devices names of its devices
 * @param asset finds a device's asset in its name: the first group, or the whole match; empty pattern for the device itself
 * @param raise when an episode begins
 * @param clear when it is over
 * @param ladder how bad it is
 * @param windows when the machines are worked on
 * @param targets how long each leg may take
 * @param system the maintenance system that gets a ticket; empty for the node's own desk alone
 * @param recreate whether a ticket that vanished is made anew
 */
public record AlertPolicy(
        String useCase,
        String contract,
        Pattern devices,
        Pattern asset,
        Raise raise,
        Clear clear,
        Ladder ladder,
        List<MaintenanceWindow> windows,
        Map<Span, Duration> targets,
        String system,
        boolean recreate) {

    /** Rows that are looked back at most. */
    static final int LOOK_BACK = 64;

    /**
     * When an episode begins.
     *
     * @param rows anomalous rows
     * @param of out of so many last ones, at most {@value AlertPolicy#LOOK_BACK}
     * @param after or so long nothing but anomalous ones, by the time of the observations; zero for never
     */
    public record Raise(int rows, int of, Duration after) {
        public Raise {
            if (rows < 1 || of < rows || of > LOOK_BACK || after.isNegative()) {
                throw new IllegalArgumentException("raise after 1 to N anomalous rows of the last N, N at most "
                        + LOOK_BACK + ": raise_rows=" + rows + " raise_of=" + of + " raise_s=" + after.toSeconds());
            }
        }
    }

    /**
     * When it is over.
     *
     * @param rows so many normal rows, one after the other; 0 for none
     * @param after or so long nothing but normal ones; zero for never
     * @param holdOff and then no relapse for so long; a relapse belongs to the same episode
     */
    public record Clear(int rows, Duration after, Duration holdOff) {
        public Clear {
            if (rows < 0 || after.isNegative() || holdOff.isNegative() || (rows == 0 && after.isZero())) {
                throw new IllegalArgumentException("clear after normal rows or after a time: clear_rows=" + rows
                        + " clear_s=" + after.toSeconds() + " hold_off_s=" + holdOff.toSeconds());
            }
        }
    }

    public AlertPolicy {
        requireNonNull(contract, "contract");
        requireNonNull(raise, "raise");
        requireNonNull(clear, "clear");
        requireNonNull(ladder, "ladder");
        requireNonNull(system, "system");
        windows = List.copyOf(windows);
        targets = Map.copyOf(targets);
        if (useCase.isBlank()) {
            throw new IllegalArgumentException("a use case has a name: use_case=" + useCase);
        }
    }

    /** What is done where nobody configured anything: every device, and the desk of this node. */
    public static AlertPolicy ordinary() {
        return new AlertPolicy(
                "default",
                "",
                Pattern.compile(".*"),
                Pattern.compile(""),
                new Raise(5, 10, Duration.ZERO),
                new Clear(30, Duration.ZERO, Duration.ofMinutes(5)),
                Ladder.ordinary(),
                List.of(),
                new EnumMap<>(Map.of(
                        Span.ALERT_TO_TICKET, Duration.ofMinutes(5),
                        Span.TICKET_TO_ACKNOWLEDGEMENT, Duration.ofHours(4),
                        Span.TICKET_TO_RESOLUTION, Duration.ofDays(2),
                        Span.RESOLUTION_TO_LABEL, Duration.ofDays(1))),
                "",
                true);
    }

    boolean covers(String contractName, String device) {
        return (contract.isEmpty() || contract.equals(contractName))
                && devices.matcher(device).matches();
    }

    /** What a technician walks to. */
    public String assetOf(String device) {
        if (asset.pattern().isEmpty()) {
            return device;
        }
        Matcher matcher = asset.matcher(device);
        if (!matcher.find()) {
            return device;
        }
        String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return found == null || found.isBlank() ? device : found;
    }
}
