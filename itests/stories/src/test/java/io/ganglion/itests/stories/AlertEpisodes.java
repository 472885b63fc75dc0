// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Alerts held against the episodes that there really were: what a person is called for, not what a row is called. */
final class AlertEpisodes {

    /** From its first to before its end. */
    record Span(Instant from, Instant to) {
        boolean touches(Span other) {
            return from.isBefore(other.to) && other.from.isBefore(to);
        }
    }

    private final String name;
    private long alerts;
    private long episodes;
    private long found;
    private long matching;
    private double healthyHours;

    AlertEpisodes(String name) {
        this.name = name;
    }

    /** One device's alerts beside its truth. */
    void count(List<Span> raised, List<Span> truth, double healthySeconds) {
        alerts += raised.size();
        episodes += truth.size();
        healthyHours += healthySeconds / 3_600;
        for (Span episode : truth) {
            found += raised.stream().anyMatch(episode::touches) ? 1 : 0;
        }
        matching += raised.stream()
                .filter(alert -> truth.stream().anyMatch(alert::touches))
                .count();
    }

    long episodes() {
        return episodes;
    }

    long found() {
        return found;
    }

    /** Alerts that a person gets for one episode that there was. */
    double alertsAnEpisode() {
        return (double) matching / episodes;
    }

    /** Alerts beside any episode, for each hour of healthy data. */
    double falseAlertsAnHour() {
        return (alerts - matching) / healthyHours;
    }

    static String head() {
        return "%-28s %8s %10s %8s %18s %16s%n"
                .formatted("alerts", "raised", "episodes", "found", "alerts/episode", "false alerts/h");
    }

    String line() {
        return "%-28s %8d %10d %8d %18.2f %16.2f%n"
                .formatted(name, alerts, episodes, found, alertsAnEpisode(), falseAlertsAnHour());
    }

    /** What follows each other among flagged rows, a row a second. */
    static List<Span> spans(List<Instant> times, List<Boolean> flagged) {
        List<Span> spans = new ArrayList<>();
        Instant from = null;
        for (int i = 0; i < times.size(); i++) {
            if (flagged.get(i) && from == null) {
                from = times.get(i);
            } else if (!flagged.get(i) && from != null) {
                spans.add(new Span(from, times.get(i)));
                from = null;
            }
        }
        if (from != null) {
            spans.add(new Span(from, times.get(times.size() - 1).plusSeconds(1)));
        }
        return spans;
    }
}
