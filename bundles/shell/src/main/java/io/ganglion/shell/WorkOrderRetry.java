// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.WorkOrder;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Asks the maintenance system once more for a ticket that it refused. */
@Service
@Command(
        scope = "aiot",
        name = "work-order-retry",
        description = "Asks the maintenance system once more for a ticket that it refused")
public final class WorkOrderRetry extends WorkOrderCommand {
    @Argument(index = 0, name = "ID", required = true, description = "As in work-order-list")
    @Completion(WorkOrderCompleter.class)
    String id;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--by", description = "Who does it", valueToShowInHelp = "who is logged in")
    String by;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        String who = by == null ? by() : by;
        WorkOrder order = asked(() -> desk(node).retry(id, who));
        answer(json, order, order.id() + " is asked for again.", out);
    }
}
