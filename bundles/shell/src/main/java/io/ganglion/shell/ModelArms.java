// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.api.rollout.Router;
import io.ganglion.api.rollout.Router.Comparison;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What came of each model's part, and what the test says of those on trial. */
@Service
@Command(
        scope = "aiot",
        name = "model-arms",
        description = "What came of champion, challengers and shadows, and what the test says")
public final class ModelArms extends NodeCommand {
    @Argument(index = 0, name = "CONTRACT", description = "One contract; without it all")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Router router = Routing.router(node);
        Listing listing = new Listing(
                "Contract",
                "Model",
                "Part",
                "Since",
                "Devices",
                "Rows",
                "Anomalous",
                "Alerts",
                "Right",
                "Wrong",
                "Agrees",
                "Errors",
                "p50 [us]",
                "p99 [us]");
        StringBuilder closing = new StringBuilder();
        for (ArmReport arm : router.arms()) {
            if (contract == null || arm.contract().equals(contract)) {
                Optional<Comparison> comparison = compare(router, arm);
                comparison.ifPresent(found -> closing.append(words(found)).append('\n'));
                add(listing, arm, comparison);
            }
        }
        show(listing, json, closing + closing(listing.size()), out);
    }

    private static Optional<Comparison> compare(Router router, ArmReport arm) {
        try {
            return arm.role() == Role.CHAMPION ? Optional.empty() : Optional.of(router.compare(arm.model()));
        } catch (IllegalArgumentException e) {
            // It ended between the two questions.
            return Optional.empty();
        }
    }

    private void add(Listing listing, ArmReport arm, Optional<Comparison> comparison) {
        Map<String, Object> facts = facts(arm);
        comparison.ifPresent(found -> facts.put("comparison", facts(found)));
        listing.add(
                facts,
                arm.contract(),
                arm.model(),
                arm.role().name().toLowerCase(Locale.ROOT),
                ago(arm.since()),
                arm.devices(),
                arm.rows(),
                arm.anomalousRows(),
                arm.alerts(),
                arm.confirmed(),
                arm.refuted(),
                Double.isNaN(arm.agreement()) ? "-" : Plain.number(100 * arm.agreement()) + " %",
                arm.errors(),
                Plain.number(arm.latencyP50() / 1e3),
                Plain.number(arm.latencyP99() / 1e3));
    }

    private static Map<String, Object> facts(ArmReport arm) {
        Map<String, Object> facts = new LinkedHashMap<>(fact(
                "contract", arm.contract(),
                "model", arm.model().name(),
                "version", arm.model().version().toString(),
                "role", arm.role().name().toLowerCase(Locale.ROOT),
                "since", arm.since().toString(),
                "devices", arm.devices(),
                "rows", arm.rows(),
                "anomalousRows", arm.anomalousRows(),
                "alerts", arm.alerts(),
                "confirmed", arm.confirmed(),
                "refuted", arm.refuted(),
                "agreement", arm.agreement()));
        facts.put("errors", arm.errors());
        facts.put("latencyP50Nanos", arm.latencyP50());
        facts.put("latencyP99Nanos", arm.latencyP99());
        facts.put("calibration", arm.calibration());
        return facts;
    }

    private static Map<String, Object> facts(Comparison comparison) {
        return fact(
                "champion", comparison.champion().toString(),
                "verdict", comparison.verdict().name().toLowerCase(Locale.ROOT),
                "measure", comparison.measure(),
                "trialRate", comparison.trialRate(),
                "championRate", comparison.championRate(),
                "low", comparison.low(),
                "high", comparison.high(),
                "error", comparison.error(),
                "explanation", comparison.explanation());
    }

    private static String words(Comparison comparison) {
        return comparison.trial() + " is "
                + switch (comparison.verdict()) {
                    case BETTER -> "better than ";
                    case WORSE -> "worse than ";
                    case NOT_YET -> "not yet told apart from ";
                }
                + comparison.champion() + " (" + comparison.measure() + "): " + Plain.text(comparison.explanation());
    }

    private String closing(int arms) {
        if (arms == 0) {
            return "No model answers" + (contract == null ? "" : " for " + Plain.text(contract))
                    + ": aiot:model-list says why.";
        }
        return Plain.count(arms, "part") + ". A trial goes on: aiot:model-promote NAME@VERSION; the way back:"
                + " aiot:model-rollback CONTRACT";
    }
}
