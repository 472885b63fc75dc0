// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** What is to be done. */
@Service
@Command(scope = "aiot", name = "work-order-list", description = "Work orders that are not closed, newest first")
public final class WorkOrderList extends WorkOrderCommand {
    @Argument(index = 0, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--all", description = "Closed ones as well")
    boolean all;

    @Option(name = "--state", description = "open, acknowledged, in-progress, resolved or closed")
    @Completion(
            value = StringsCompleter.class,
            values = {"open", "acknowledged", "in-progress", "resolved", "closed"})
    String state;

    @Option(name = "--assignee", description = "A login: its own and nobody's")
    String assignee = "";

    @Option(name = "--device", description = "One device alone")
    @Completion(DeviceCompleter.class)
    String device = "";

    @Option(name = "-n", description = "How many")
    int limit = 20;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Set<State> states = states();
        List<WorkOrder> found = asked(() -> desk(node).list(states, assignee, device, Math.max(1, limit)));
        Listing listing = new Listing("Id", "Severity", "State", "Asset", "Since", "With", "Ticket", "Title");
        for (WorkOrder order : found) {
            listing.add(
                    FeedbackFacts.of(order),
                    order.id(),
                    FeedbackFacts.word(order.severity()),
                    FeedbackFacts.word(order.state()),
                    order.asset(),
                    ago(order.created()),
                    order.assignee().isEmpty() ? "-" : Plain.cut(order.assignee(), 20),
                    order.ticket()
                            .map(ticket -> ticket.system() + " " + ticket.id())
                            .orElse("-"),
                    Plain.cut(order.title(), 60));
        }
        show(listing, json, closing(found), out);
    }

    private Set<State> states() throws CommandFailure {
        if (state == null) {
            return all ? Set.of() : EnumSet.complementOf(EnumSet.of(State.CLOSED));
        }
        String wanted = state.toUpperCase(Locale.ROOT).replace('-', '_');
        return Set.of(Arrays.stream(State.values())
                .filter(candidate -> candidate.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(Near.miss(
                        "state",
                        state,
                        Arrays.stream(State.values()).map(FeedbackFacts::word).toList()))));
    }

    private String closing(List<WorkOrder> found) {
        if (found.isEmpty()) {
            return all || state != null ? "No such work order." : "Nothing is to be done. Closed ones too: --all";
        }
        return found.stream()
                .filter(order -> !order.trouble().isEmpty())
                .findFirst()
                .map(order -> order.id() + ": trouble: " + Plain.text(order.trouble()))
                .orElseGet(() ->
                        Plain.count(found.size(), "work order") + ". The whole story of one: aiot:work-order-show "
                                + found.get(0).id());
    }
}
