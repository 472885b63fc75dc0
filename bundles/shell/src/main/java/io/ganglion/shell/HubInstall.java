// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.shell.print.Listing;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Brings a model into this node. */
@Service
@Command(scope = "aiot", name = "hub-install", description = "Brings an approved model into this node, verified")
public final class HubInstall extends HubCommand {
    @Argument(index = 0, name = "MODEL@VERSION", required = true, description = "As in hub-list")
    @Completion(HubCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Hub hub = hub(node);
        ModelRecord record = registered(hub, model);
        asked(() -> {
            hub.install(record.id());
            return record;
        });
        answer(
                json,
                Listing.fact("installed", record.id().toString()),
                record.id() + " is on this node. Whether it answers: aiot:model-route",
                out);
    }
}
