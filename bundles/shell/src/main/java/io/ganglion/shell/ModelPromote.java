// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Router;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes a trial one step on. */
@Service
@Command(
        scope = "aiot",
        name = "model-promote",
        description = "Takes a trial one step on: a shadow becomes a challenger, a challenger the champion")
public final class ModelPromote extends NodeCommand {
    @Argument(index = 0, name = "MODEL", required = true, description = "NAME@VERSION of a trial")
    @Completion(TrialCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--reason", description = "Why, for the record")
    String reason = "by hand";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Router router = Routing.router(node);
        Routing.show(Routing.attempt(() -> router.promote(ModelId.parse(model), by(), reason)), json, out);
    }
}
