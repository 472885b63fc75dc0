// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.policy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Journal.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is worth sending to one destination. Not thread-safe. */
public final class Policy {

    /** Of telemetry. */
    public enum Telemetry {
        NONE,
        ALL,
        CHANGES,
        AGGREGATES
    }

    /** Of insights. */
    public enum Insights {
        NONE,
        ALL,
        CHANGES
    }

    /** What becomes of an entry. */
    public enum Choice {
        SEND,
        LEAVE_OUT,
        SUM_UP
    }

    /**
     * As set.
     *
     * @param contracts names, {@code *} stands for anything; empty for all
     * @param devices likewise
     * @param silence after so long an unchanged device is news again; zero for never
     * @param span of an aggregate
     */
    public record Terms(
            Telemetry telemetry,
            Insights insights,
            List<String> contracts,
            List<String> devices,
            Deadband deadband,
            Duration silence,
            Duration span) {
        public Terms {
            contracts = List.copyOf(contracts);
            devices = List.copyOf(devices);
            if (span.isZero() || span.isNegative() || silence.isNegative()) {
                throw new IllegalArgumentException("interval_s must be positive and silence_s not negative: interval="
                        + span + " silence=" + silence);
            }
        }
    }

    private final Terms terms;
    private final Pattern contracts;
    private final Pattern devices;
    private final Changes changes;

    public Policy(Terms terms) {
        this.terms = terms;
        this.contracts = pattern(terms.contracts());
        this.devices = pattern(terms.devices());
        this.changes = new Changes(terms.deadband(), terms.silence());
    }

    /** Reads {@code changes} as {@code CHANGES}. */
    public static <E extends Enum<E>> E word(Class<E> type, String setting, String text) {
        try {
            return Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting + " must be one of " + List.of(type.getEnumConstants()) + ": " + text, e);
        }
    }

    private static Pattern pattern(List<String> names) {
        if (names.isEmpty()) {
            return Pattern.compile(".*");
        }
        return Pattern.compile(names.stream()
                .map(name -> Pattern.quote(name.strip()).replace("*", "\\E.*\\Q"))
                .reduce((one, other) -> one + "|" + other)
                .orElseThrow());
    }

    public Choice choose(Entry entry) {
        Observation row = entry.observation();
        if (!contracts.matcher(row.contract().name()).matches()
                || !devices.matcher(row.device()).matches()) {
            return Choice.LEAVE_OUT;
        }
        if (entry.insight().isPresent()) {
            return sent(
                    switch (terms.insights()) {
                        case NONE -> false;
                        case ALL -> true;
                        case CHANGES -> changes.isNews(entry.insight().get());
                    });
        }
        return switch (terms.telemetry()) {
            case NONE -> Choice.LEAVE_OUT;
            case ALL -> Choice.SEND;
            case CHANGES -> sent(changes.isNews(row));
            case AGGREGATES -> Choice.SUM_UP;
        };
    }

    private static Choice sent(boolean worth) {
        return worth ? Choice.SEND : Choice.LEAVE_OUT;
    }
}
