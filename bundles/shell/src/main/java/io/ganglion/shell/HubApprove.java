// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.ModelRecord;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A person says that a model may answer. */
@Service
@Command(scope = "aiot", name = "hub-approve", description = "Says that a candidate may answer for devices")
public final class HubApprove extends HubCommand {
    @Argument(index = 0, name = "MODEL@VERSION", required = true, description = "As in hub-list")
    @Completion(HubCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--note", description = "Why; needed for one that was retired")
    String note = "";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Hub hub = hub(node);
        ModelRecord record = registered(hub, model);
        ModelRecord approved = asked(() -> hub.approve(record.id(), user(), note));
        answer(
                json,
                HubFacts.of(approved),
                approved.id() + " is approved. Bring it here: aiot:hub-install " + approved.id()
                        + "; offer it to others: aiot:hub-publish " + approved.id(),
                out);
    }
}
