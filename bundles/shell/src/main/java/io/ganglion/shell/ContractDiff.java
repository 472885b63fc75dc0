// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Comparison;
import io.ganglion.api.evolution.Comparison.Broken;
import io.ganglion.api.evolution.Evolution;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What lies between two versions of a contract. Fails where the newer one's version does not allow its changes. */
@Service
@Command(
        scope = "aiot",
        name = "contract-diff",
        description = "What a version of a contract changes, and whom that would break here")
public final class ContractDiff extends NodeCommand {
    @Argument(
            index = 0,
            name = "OLD",
            required = true,
            description =
                    "NAME@VERSION of a contract here, or the path of a contract's jar or folder on the node's machine")
    @Completion(ContractVersionCompleter.class)
    String older;

    @Argument(index = 1, name = "NEW", required = true, description = "Likewise")
    @Completion(ContractVersionCompleter.class)
    String newer;

    @Argument(index = 2, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Evolution evolution = need(node, Evolution.class, "io.ganglion.contract");
        Comparison comparison;
        try {
            comparison = evolution.compare(older, newer);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Plain.text(String.valueOf(e.getMessage())) + ". What is here: aiot:contract-list");
        }
        if (json) {
            out.println(Json.pretty(summary(comparison)));
        } else {
            print(comparison, out);
        }
        if (!comparison.isAllowed()) {
            throw new CommandFailure(comparison.contract() + "@" + comparison.newer() + " would be refused beside "
                    + comparison.older() + ": make it " + comparison.due() + ", or take the change back");
        }
    }

    private static void print(Comparison comparison, PrintStream out) {
        Listing changes = new Listing("Needs", "Old devices", "New devices", "What", "Where");
        for (Change change : comparison.changes()) {
            changes.add(
                    Map.of(),
                    step(change.step()),
                    change.backward() ? "go on" : "break",
                    change.forward() ? "fit" : "need the new",
                    Plain.text(change.words()),
                    change.file() + " " + change.pointer());
        }
        changes.print(out);
        Listing broken = new Listing("Breaks", "Name", "Why");
        for (Broken one : comparison.broken()) {
            broken.add(Map.of(), lower(one.kind()), one.name(), Plain.text(one.why()));
        }
        broken.print(out);
        out.println(closing(comparison));
    }

    private static String closing(Comparison comparison) {
        String from = comparison.contract() + " " + comparison.older() + " to " + comparison.newer() + ": ";
        if (comparison.changes().isEmpty()) {
            return from + "no change of meaning.";
        }
        String reach = comparison.isFull()
                ? "compatible both ways"
                : comparison.isBackward()
                        ? "backward compatible: old devices go on"
                        : comparison.isForward() ? "forward compatible only: it breaks old devices" : "incompatible";
        return from + Plain.count(comparison.changes().size(), "change") + ", " + reach + "; takes a "
                + step(comparison.needed()) + " version"
                + (comparison.isBackward()
                        ? "."
                        : comparison.broken().isEmpty()
                                ? "; nobody seen here lately would be broken."
                                : "; here it would break "
                                        + Plain.count(count(comparison, Broken.Kind.DEVICE), "device") + " and "
                                        + Plain.count(count(comparison, Broken.Kind.MODEL), "model") + ".");
    }

    private static long count(Comparison comparison, Broken.Kind kind) {
        return comparison.broken().stream().filter(one -> one.kind() == kind).count();
    }

    private static Map<String, Object> summary(Comparison comparison) {
        return fact(
                "contract", comparison.contract(),
                "older", comparison.older().toString(),
                "newer", comparison.newer().toString(),
                "backward", comparison.isBackward(),
                "forward", comparison.isForward(),
                "full", comparison.isFull(),
                "needs", step(comparison.needed()),
                "allowed", comparison.isAllowed(),
                "due", comparison.due().toString(),
                "changes",
                        comparison.changes().stream()
                                .map(change -> fact(
                                        "file", change.file(),
                                        "pointer", change.pointer(),
                                        "words", change.words(),
                                        "backward", change.backward(),
                                        "forward", change.forward(),
                                        "needs", step(change.step())))
                                .toList(),
                "broken",
                        comparison.broken().stream()
                                .map(one -> fact("kind", lower(one.kind()), "name", one.name(), "why", one.why()))
                                .toList());
    }

    private static String step(Change.Step step) {
        return lower(step);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
