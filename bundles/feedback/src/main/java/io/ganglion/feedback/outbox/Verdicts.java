// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.api.maintenance.Taxonomy.Cause;
import io.ganglion.api.maintenance.Ticket;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a closed ticket says about the alert. Its verdict counts, where it has a word that we know. Without one: a cause of the
 * taxonomy means that the alert was right, unless it is {@code no-fault}; a cause that the taxonomy does not have means that
 * there was something, and nobody can tell whether it is what the alert meant: another fault. With neither there is no verdict,
 * and a person is asked.
 */
final class Verdicts {
    /** Code of the cause that is none. */
    static final String NO_FAULT = "no-fault";

    private static final Set<String> RIGHT =
            Set.of("confirmed", "confirm", "right", "correct", "true", "yes", "valid", "justified", "ja", "bestätigt");
    private static final Set<String> NOTHING = Set.of(
            "refuted",
            "refute",
            "wrong",
            "false",
            "no",
            "false alarm",
            "false positive",
            "no fault",
            "no fault found",
            "invalid",
            "nein",
            "fehlalarm");
    private static final Set<String> OTHER =
            Set.of("other fault", "other", "different fault", "something else", "partly");
    private static final int NAME_LIMIT = 200;

    /**
     * A verdict.
     *
     * @param unknown the system's name of a cause that the taxonomy does not have; empty where it has it
     */
    record Verdict(Resolution resolution, String unknown) {}

    private Verdicts() {}

    static Optional<Verdict> of(Ticket ticket, Taxonomy taxonomy, String system) {
        Optional<Cause> cause = ticket.cause().isBlank() ? Optional.empty() : named(taxonomy, system, ticket.cause());
        boolean unknown = !ticket.cause().isBlank() && cause.isEmpty();
        return word(ticket.verdict()).or(() -> implied(cause, unknown)).map(finding -> {
            String name = unknown ? cut(ticket.cause().strip(), NAME_LIMIT) : "";
            String text = name.isEmpty() ? ticket.text() : name + (ticket.text().isBlank() ? "" : ": " + ticket.text());
            String code = cause.map(Cause::code)
                    .filter(found -> !found.equals(NO_FAULT))
                    .orElse("");
            return new Verdict(new Resolution(finding, code, "", cut(text, Resolution.TEXT_LIMIT)), name);
        });
    }

    private static Optional<Finding> implied(Optional<Cause> cause, boolean unknown) {
        if (unknown) {
            return Optional.of(Finding.OTHER_FAULT);
        }
        return cause.map(found -> found.code().equals(NO_FAULT) ? Finding.REFUTED : Finding.CONFIRMED);
    }

    private static Optional<Finding> word(String verdict) {
        String word = verdict.strip().toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ");
        if (RIGHT.contains(word)) {
            return Optional.of(Finding.CONFIRMED);
        }
        if (NOTHING.contains(word)) {
            return Optional.of(Finding.REFUTED);
        }
        return OTHER.contains(word) ? Optional.of(Finding.OTHER_FAULT) : Optional.empty();
    }

    /** By the system's name, then by its kind: {@code redmine} for {@code redmine-north}; then by the title that people see. */
    private static Optional<Cause> named(Taxonomy taxonomy, String system, String code) {
        String wanted = code.strip();
        return taxonomy.named(system, wanted)
                .or(() -> taxonomy.named(kind(system), wanted))
                .or(() -> taxonomy.causes().stream()
                        .filter(cause -> cause.title().equalsIgnoreCase(wanted))
                        .findFirst());
    }

    /** What a system calls a cause; empty where there is none. */
    static String codeIn(Taxonomy taxonomy, String system, String code) {
        if (code.isEmpty()) {
            return "";
        }
        boolean own = taxonomy.find(code)
                .map(cause -> cause.codes().containsKey(system))
                .orElse(false);
        return taxonomy.codeIn(own ? system : kind(system), code).orElse("");
    }

    private static String kind(String system) {
        return system.split("[^A-Za-z0-9]", 2)[0];
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit);
    }
}
