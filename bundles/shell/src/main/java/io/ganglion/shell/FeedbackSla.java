// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Sla.Leg;
import io.ganglion.api.feedback.Slas;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** How fast the loop closes. */
@Service
@Command(
        scope = "aiot",
        name = "feedback-sla",
        description = "How long each leg of the loop takes, by use case and model, beside its target")
public final class FeedbackSla extends NodeCommand {
    @Argument(index = 0, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--from", description = "RFC 3339, or so long ago", valueToShowInHelp = "-30d")
    String from = "-30d";

    @Option(name = "--to", description = "RFC 3339, now, or so long ago", valueToShowInHelp = "now")
    String to = "now";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Slas slas = need(node, Slas.class, "io.ganglion.feedback");
        Instant now = clock.instant();
        Instant first = Facts.instant(When.parse("--from", from, now));
        // What was raised this very moment belongs to it.
        Instant last = Facts.instant(When.parse("--to", to, now)).plusMillis(to.equals("now") ? 1 : 0);
        List<Sla> report = WorkOrderCommand.asked(() -> slas.report(first, last));
        Listing listing = new Listing(
                "Use case", "Model", "Leg", "Done", "Open", "Median", "p90", "Longest", "Target", "Breaches", "Before");
        for (Sla sla : report) {
            boolean head = true;
            for (Leg leg : sla.legs()) {
                Object[] cells = {
                    sla.useCase(),
                    sla.model().map(Object::toString).orElse("reported"),
                    FeedbackFacts.word(leg.span()),
                    leg.done(),
                    leg.open(),
                    length(leg.median()),
                    length(leg.p90()),
                    length(leg.longest()),
                    length(leg.target()),
                    leg.breaches(),
                    length(leg.before())
                };
                if (head) {
                    listing.add(FeedbackFacts.of(sla), cells);
                } else {
                    listing.addLine(cells);
                }
                head = false;
            }
        }
        show(listing, json, closing(report), out);
    }

    private static String length(Optional<Duration> length) {
        return length.map(Plain::duration).orElse("-");
    }

    private static String closing(List<Sla> report) {
        if (report.isEmpty()) {
            return "No alert was raised then, and nobody reported anything. What was before: --from -90d";
        }
        StringBuilder text = new StringBuilder();
        for (Sla sla : report) {
            text.append(text.length() == 0 ? "" : "\n")
                    .append(sla.useCase())
                    .append(' ')
                    .append(sla.model().map(Object::toString).orElse("reported"))
                    .append(": ")
                    .append(Plain.count(sla.alerts(), "alert"))
                    .append(", ")
                    .append(Plain.count(sla.workOrders(), "work order"))
                    .append(", closed ")
                    .append(rate(sla.closureRate()))
                    .append(", refuted ")
                    .append(rate(sla.refutedRate()))
                    .append(", missed ")
                    .append(sla.missed());
        }
        long breaches = report.stream()
                .flatMap(sla -> sla.legs().stream())
                .mapToLong(Leg::breaches)
                .sum();
        return text
                + (breaches == 0
                        ? ". No target is missed."
                        : ". " + Plain.count(breaches, "target") + " missed: aiot:work-order-list");
    }

    private static String rate(double rate) {
        return Double.isNaN(rate) ? "-" : Plain.percent(rate);
    }
}
