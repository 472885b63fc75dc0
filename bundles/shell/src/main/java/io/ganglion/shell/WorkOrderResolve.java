// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Says what was found. */
@Service
@Command(
        scope = "aiot",
        name = "work-order-resolve",
        description = "Closes a work order with what was found, or corrects that")
public final class WorkOrderResolve extends WorkOrderCommand {
    @Argument(index = 0, name = "ID", required = true, description = "As in work-order-list")
    @Completion(WorkOrderCompleter.class)
    String id;

    @Argument(
            index = 1,
            name = "FINDING",
            required = true,
            description = "confirmed, refuted, other-fault or maintenance; of one that was reported missed")
    @Completion(
            value = StringsCompleter.class,
            values = {"confirmed", "refuted", "other-fault", "maintenance", "missed"})
    String finding;

    @Argument(index = 2, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--cause", description = "The root cause, a code of the contract's taxonomy")
    @Completion(CauseCompleter.class)
    String cause = "";

    @Option(name = "--action", description = "What was done")
    String action = "";

    @Option(name = "--text", description = "Anything else")
    String text = "";

    @Option(name = "--by", description = "Who found it", valueToShowInHelp = "who is logged in")
    String by;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        String who = by == null ? by() : by;
        var found = finding(finding);
        WorkOrder order = asked(() -> desk(node).resolve(id, new Resolution(found, cause, action, text), who));
        answer(json, order, order.id() + " is closed: " + LabelList.word(found) + ".", out);
    }
}
