// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Reports what no alert told of. */
@Service
@Command(scope = "aiot", name = "work-order-report", description = "Reports a fault that no alert told of")
public final class WorkOrderReport extends WorkOrderCommand {
    @Argument(index = 0, name = "CONTRACT", required = true, description = "The contract's name")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "DEVICE", required = true, description = "The device's name at this site")
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(index = 2, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--from", description = "RFC 3339, or so long ago: -2h", valueToShowInHelp = "-1h")
    String from = "-1h";

    @Option(name = "--to", description = "RFC 3339, now, or so long ago", valueToShowInHelp = "now")
    String to = "now";

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
        Instant now = clock.instant();
        Instant begin = Facts.instant(When.parse("--from", from, now));
        Instant end = Facts.instant(When.parse("--to", to, now));
        WorkOrder order = asked(() -> desk(node)
                .report(contract, device, begin, end, new Resolution(Finding.MISSED, cause, action, text), who));
        answer(json, order, order.id() + " records what " + device + " had from " + begin + " to " + end + ".", out);
    }
}
