// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Router;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Why a route is what it is: the decisions, newest first, or one of them with its figures. */
@Service
@Command(
        scope = "aiot",
        name = "model-explain-decision",
        description = "Why models answer that do: the newest decisions, or one in full")
public final class ModelExplainDecision extends NodeCommand {
    private static final int REASON = 90;

    @Argument(index = 0, name = "NUMBER", description = "One decision; without it the newest")
    @Completion(DecisionCompleter.class)
    String number;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--contract", description = "Decisions on this contract only")
    @Completion(ContractCompleter.class)
    String contract = "";

    @Option(name = "-n", description = "How many")
    int limit = 10;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Router router = Routing.router(node);
        if (number == null) {
            list(router.decisions(contract, Math.max(1, limit)), out);
        } else {
            explain(router.decisions(contract, Integer.MAX_VALUE), out);
        }
    }

    private void list(List<Decision> decisions, PrintStream out) {
        Listing listing = new Listing("No", "At", "Contract", "What", "Champion", "By", "Why");
        for (Decision decision : decisions) {
            listing.add(
                    Routing.fact(decision),
                    decision.number(),
                    decision.at(),
                    decision.contract(),
                    Routing.kind(decision),
                    decision.champion().map(Object::toString).orElse("-"),
                    decision.by(),
                    Plain.cut(decision.reason(), REASON));
        }
        String closing = decisions.isEmpty()
                ? "No decision yet: it comes with the first model that serves. See aiot:model-list"
                : Plain.count(decisions.size(), "decision") + ". One in full: aiot:model-explain-decision "
                        + decisions.get(0).number();
        show(listing, json, closing, out);
    }

    private void explain(List<Decision> all, PrintStream out) throws CommandFailure {
        Decision decision = all.stream()
                .filter(one -> String.valueOf(one.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(Near.miss(
                        "decision",
                        number,
                        all.stream().map(one -> String.valueOf(one.number())).toList())));
        if (json) {
            out.println(Json.pretty(Routing.fact(decision)));
            return;
        }
        out.println("Decision " + decision.number() + " at " + decision.at() + " by " + Plain.text(decision.by()) + ": "
                + Routing.kind(decision) + ".");
        out.println("Why: " + Plain.text(decision.reason()) + ".");
        out.println("Since then " + Routing.said(decision)
                + (decision.plan().champion().isEmpty() ? "; automatic" : "") + ". How it does: aiot:model-arms "
                + decision.contract());
    }
}
