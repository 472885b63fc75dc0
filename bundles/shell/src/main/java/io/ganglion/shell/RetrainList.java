// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.learning.Retraining;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What made models be made anew, and what came of it. */
@Service
@Command(
        scope = "aiot",
        name = "retrain-list",
        description = "Why models were made anew, and what came of it, newest first")
public final class RetrainList extends NodeCommand {
    @Argument(index = 0, name = "MODEL", description = "One model alone")
    @Completion(ModelNameCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "-n", description = "How many")
    int limit = 20;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Retraining retraining = need(node, Retraining.class, "io.ganglion.learning");
        List<Firing> shown = retraining.firings(Integer.MAX_VALUE).stream()
                .filter(firing -> model == null || firing.model().equals(model))
                .limit(Math.max(1, limit))
                .toList();
        Listing listing = new Listing("Number", "When", "Model", "Trigger", "By", "Outcome", "Candidate", "Seconds");
        for (Firing firing : shown) {
            listing.add(
                    fact(firing),
                    firing.number(),
                    ago(firing.at()),
                    firing.model(),
                    word(firing.trigger()),
                    Plain.cut(firing.by(), 20),
                    word(firing.outcome()),
                    firing.candidate().map(id -> id.version().toString()).orElse("-"),
                    Math.round(firing.seconds()));
        }
        show(listing, json, closing(shown), out);
    }

    private static String closing(List<Firing> shown) {
        if (shown.isEmpty()) {
            return "Nothing was made anew yet. Ask for it: aiot:retrain MODEL";
        }
        Firing newest = shown.get(0);
        String evidence = newest.evidence().isEmpty()
                ? ""
                : " Evidence: " + Plain.cut(new TreeMap<>(newest.evidence()).toString(), 400) + ".";
        String running = newest.outcome() == Outcome.TRAINING ? " Its end is shown here." : "";
        return "Retraining " + newest.number() + ": " + Plain.text(newest.explanation()) + "." + evidence + running;
    }

    static Map<String, Object> fact(Firing firing) {
        return Listing.fact(
                "number", firing.number(),
                "at", firing.at().toString(),
                "model", firing.model(),
                "trigger", word(firing.trigger()),
                "evidence", new TreeMap<>(firing.evidence()),
                "by", firing.by(),
                "outcome", word(firing.outcome()),
                "explanation", firing.explanation(),
                "candidate", firing.candidate().map(Object::toString).orElse(null),
                "seconds", firing.seconds());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
