// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.learning.Retraining;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Near;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Asks for a candidate. */
@Service
@Command(
        scope = "aiot",
        name = "retrain",
        description = "Makes a candidate of a model from this node's history, in a process of its own")
public final class Retrain extends NodeCommand {
    @Argument(index = 0, name = "MODEL", required = true, description = "The model's name, without a version")
    @Completion(ModelNameCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--reason", description = "Why, for the record and the model's card")
    String reason = "by hand";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Retraining retraining = need(node, Retraining.class, "io.ganglion.learning");
        Firing firing;
        try {
            firing = retraining.request(model, whoAsks(), reason);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Near.miss("model", model, names(node)));
        }
        if (json) {
            out.println(Json.pretty(RetrainList.fact(firing)));
        } else if (firing.outcome() == Outcome.DECLINED) {
            throw new CommandFailure(
                    "Retraining " + firing.number() + " of " + model + " is declined: " + firing.explanation());
        } else {
            out.println("Retraining " + firing.number() + " of " + model + " " + firing.explanation()
                    + ". Watch it: aiot:retrain-list");
        }
    }

    private static List<String> names(Services node) {
        return node.find(Models.class).map(Models::list).orElse(List.of()).stream()
                .map(ModelStatus::id)
                .map(id -> id.name())
                .distinct()
                .toList();
    }

    private String whoAsks() {
        Object user = session == null ? null : session.get("USER");
        return user == null ? "operator" : user.toString();
    }
}
