// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The episodes. */
@Service
@Command(
        scope = "aiot",
        name = "alert-list",
        description = "Episodes in which a machine was not as it should be, newest first")
public final class AlertList extends NodeCommand {
    @Argument(index = 0, name = "DEVICE", description = "One device alone")
    @Completion(DeviceCompleter.class)
    String device = "";

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--open", description = "Those that go on")
    boolean open;

    @Option(name = "--from", description = "RFC 3339, or so long ago: -7d")
    String from;

    @Option(name = "--to", description = "RFC 3339, now, or so long ago")
    String to;

    @Option(name = "-n", description = "How many")
    int limit = 20;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Alerts alerts = need(node, Alerts.class, "io.ganglion.feedback");
        Instant first = from == null ? Instant.MIN : Facts.instant(When.parse("--from", from, clock.instant()));
        Instant last = to == null ? Instant.MAX : Facts.instant(When.parse("--to", to, clock.instant()));
        String wanted = device == null ? "" : device;
        List<Alert> found = WorkOrderCommand.asked(() -> alerts.list(wanted, first, last, open, Math.max(1, limit)));
        Listing listing = new Listing("Asset", "Severity", "From", "To", "Rows", "Score", "By", "Model", "Work order");
        for (Alert alert : found) {
            listing.add(
                    FeedbackFacts.of(alert),
                    alert.asset(),
                    FeedbackFacts.word(alert.severity()),
                    alert.from(),
                    alert.to().map(Instant::toString).orElse("goes on"),
                    alert.rows(),
                    Plain.number(alert.score()) + "x",
                    alert.contributions().stream()
                            .limit(2)
                            .map(part -> part.attribute() + " " + Plain.percent(part.share()))
                            .reduce((one, two) -> one + ", " + two)
                            .orElse("-"),
                    alert.model(),
                    alert.workOrder().orElse(Plain.cut("held: " + alert.held(), 60)));
        }
        show(listing, json, closing(alerts, found), out);
    }

    private static String closing(Alerts alerts, List<Alert> found) {
        String trouble = alerts.trouble().isEmpty() ? "" : "Trouble: " + Plain.text(alerts.trouble()) + "\n";
        if (found.isEmpty()) {
            return trouble + "No episode then. What is thought of each device now: aiot:device-list";
        }
        return trouble
                + found.stream()
                        .flatMap(alert -> alert.workOrder().stream())
                        .findFirst()
                        .map(order -> Plain.count(found.size(), "alert") + ". What is done about the newest: "
                                + "aiot:work-order-show " + order)
                        .orElse(Plain.count(found.size(), "alert") + ".");
    }
}
