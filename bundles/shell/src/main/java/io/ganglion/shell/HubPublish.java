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

/** Offers a model to every Karaf that has the URL. */
@Service
@Command(
        scope = "aiot",
        name = "hub-publish",
        description = "Writes an approved model into the feature repository, and says its URL, which is a key")
public final class HubPublish extends HubCommand {
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
        String url = asked(() -> hub.publish(record.id(), user()));
        String feature = "model-" + record.id().name() + "/" + record.id().version();
        answer(
                json,
                Listing.fact("published", record.id().toString(), "url", url, "feature", feature),
                record.id() + " is published. On another Karaf:\n  feature:repo-add " + url + "\n  feature:install "
                        + feature + "\nWhoever has this URL can read all that is published here.",
                out);
    }
}
