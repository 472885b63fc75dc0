// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.model.Insight.Contribution;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A work order's whole story. */
@Service
@Command(scope = "aiot", name = "work-order-show", description = "A work order, its episode and its audit trail")
public final class WorkOrderShow extends WorkOrderCommand {
    @Argument(index = 0, name = "ID", required = true, description = "As in work-order-list")
    @Completion(WorkOrderCompleter.class)
    String id;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        WorkOrders desk = desk(node);
        // The trail first: it says which ids are near where this one is none.
        List<Fact> facts = asked(() -> desk.facts(id));
        WorkOrder order = asked(() -> desk.find(id)).orElseThrow(() -> new CommandFailure("no work order " + id));
        if (json) {
            Map<String, Object> fact = FeedbackFacts.of(order);
            fact.put("facts", facts.stream().map(FeedbackFacts::of).toList());
            out.println(Json.pretty(fact));
            return;
        }
        line(
                out,
                "Order",
                order.id() + ", " + FeedbackFacts.word(order.severity()) + ", "
                        + FeedbackFacts.word(order.state())
                        + (order.assignee().isEmpty() ? "" : ", with " + order.assignee()));
        line(out, "Asset", order.asset() + " (" + order.contract() + " " + order.device() + ")");
        line(out, "Title", order.title());
        episode(node, order, out);
        order.ticket()
                .ifPresent(ticket -> line(
                        out,
                        "Ticket",
                        ticket.system() + " " + ticket.id()
                                + ticket.page().map(page -> " " + page).orElse("")));
        order.resolution()
                .ifPresent(found -> line(
                        out,
                        "Found",
                        LabelList.word(found.finding())
                                + (found.cause().isEmpty() ? "" : ", " + found.cause())
                                + (found.action().isEmpty() ? "" : ", " + found.action())
                                + (found.text().isEmpty() ? "" : "; " + found.text())));
        order.attachments()
                .forEach(photo -> line(
                        out,
                        "Photo",
                        photo.id() + " " + photo.mediaType() + ", " + photo.bytes() / 1024 + " KB, by " + photo.by()));
        for (Fact fact : facts) {
            line(
                    out,
                    "Fact",
                    fact.at() + " " + fact.kind() + " by " + fact.by()
                            + (fact.text().isEmpty() ? "" : ": " + Plain.cut(fact.text(), 300)));
        }
        out.println(next(order));
    }

    private static void episode(Services node, WorkOrder order, PrintStream out) {
        node.find(Alerts.class)
                .flatMap(alerts -> order.alert().flatMap(alerts::find))
                .ifPresent(alert -> {
                    line(
                            out,
                            "Episode",
                            FeedbackFacts.span(alert.from(), alert.to()) + ", " + alert.rows()
                                    + " anomalous rows, up to " + Plain.number(alert.score())
                                    + " times the threshold, says "
                                    + alert.model());
                    for (Contribution part : alert.contributions()) {
                        line(out, "Sensor", part.attribute() + " " + Plain.percent(part.share()));
                    }
                });
    }

    private static void line(PrintStream out, String label, String text) {
        out.printf(Locale.ROOT, "%-9s%s%n", label, Plain.text(text));
    }
}
