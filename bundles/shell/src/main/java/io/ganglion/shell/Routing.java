// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the commands about routes have in common. */
final class Routing {

    private Routing() {}

    static Router router(Services node) throws CommandFailure {
        return NodeCommand.need(node, Router.class, "io.ganglion.inference");
    }

    /** A refusal of the router is an answer for the operator. */
    static Decision attempt(Supplier<Decision> change) throws CommandFailure {
        try {
            return change.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(Plain.text(String.valueOf(e.getMessage())));
        }
    }

    static void show(Decision decision, boolean json, PrintStream out) {
        if (json) {
            out.println(Json.pretty(fact(decision)));
        } else {
            out.println("Decision " + decision.number() + ": " + said(decision) + ". "
                    + (decision.plan().trials().isEmpty()
                            ? "The way back: aiot:model-rollback " + decision.contract()
                            : "What comes of the trials: aiot:model-arms " + decision.contract()));
        }
    }

    /** {@code Pump is answered by pump-anomaly@1.0.0, with 1 trial}. */
    static String said(Decision decision) {
        return decision.contract()
                + decision.champion().map(model -> " is answered by " + model).orElse(" is answered by nobody")
                + trials(decision.plan());
    }

    private static String trials(RoutePlan plan) {
        StringBuilder text = new StringBuilder();
        for (Trial trial : plan.trials()) {
            text.append(text.isEmpty() ? "; " : ", ")
                    .append(trial.mode() == RoutePlan.Mode.SHADOW ? "shadow " : "challenger ")
                    .append(trial.model())
                    .append(" at ")
                    .append(devices(trial));
        }
        return text.toString();
    }

    static String devices(Trial trial) {
        return trial.tag().isEmpty() ? Plain.number(100 * trial.share()) + " %" : "tag " + trial.tag();
    }

    static Map<String, Object> fact(Trial trial) {
        return Listing.fact(
                "model", trial.model().name(),
                "version", trial.model().version().toString(),
                "mode", trial.mode().name().toLowerCase(Locale.ROOT),
                "share", trial.share(),
                "tag", trial.tag());
    }

    static Map<String, Object> fact(Decision decision) {
        return Listing.fact(
                "number", decision.number(),
                "at", decision.at().toString(),
                "contract", decision.contract(),
                "kind", kind(decision),
                "champion", decision.champion().map(Object::toString).orElse(null),
                "pinned", decision.plan().champion().map(Object::toString).orElse(null),
                "trials", decision.plan().trials().stream().map(Routing::fact).toList(),
                "by", decision.by(),
                "reason", decision.reason());
    }

    static String kind(Decision decision) {
        return decision.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
