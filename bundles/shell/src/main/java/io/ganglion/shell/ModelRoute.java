// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;
import static java.util.stream.Collectors.joining;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Who answers for which contract, and who is on trial; sets a whole plan where options say so. */
@Service
@Command(
        scope = "aiot",
        name = "model-route",
        description = "Which model answers for which contract and who is on trial; or sets it, in one go")
public final class ModelRoute extends NodeCommand {
    private static final String AUTOMATIC = "auto";

    @Argument(index = 0, name = "CONTRACT", description = "One contract; to set, name it")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--champion", description = "NAME@VERSION that answers, or auto for the highest version that serves")
    @Completion(ModelCompleter.class)
    String champion;

    @Option(
            name = "--challenger",
            multiValued = true,
            description =
                    "NAME@VERSION=SHARE answers for a share of the devices (0 to 1), NAME@VERSION=tag:TAG for tagged ones")
    @Completion(ModelCompleter.class)
    List<String> challengers = List.of();

    @Option(
            name = "--shadow",
            multiValued = true,
            description = "NAME@VERSION[=SHARE|=tag:TAG] is scored, not acted on")
    @Completion(ModelCompleter.class)
    List<String> shadows = List.of();

    @Option(name = "--no-trials", description = "Ends all trials")
    boolean noTrials;

    @Option(name = "--reason", description = "Why, for the record")
    String reason = "by hand";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        boolean sets = champion != null || !challengers.isEmpty() || !shadows.isEmpty() || noTrials;
        if (sets) {
            Routing.show(set(Routing.router(node)), json, out);
        } else {
            list(node, out);
        }
    }

    /** The trials named are all that there will be; the champion stays as it is where none is named. */
    private io.ganglion.api.rollout.Decision set(Router router) throws CommandFailure {
        if (contract == null) {
            throw new CommandFailure("say for which contract: aiot:model-route CONTRACT --champion NAME@VERSION");
        }
        return Routing.attempt(() -> {
            Optional<ModelId> before = router.plans().stream()
                    .filter(plan -> plan.contract().equals(contract))
                    .findFirst()
                    .flatMap(RoutePlan::champion);
            Optional<ModelId> now = champion == null
                    ? before
                    : champion.equals(AUTOMATIC) ? Optional.empty() : Optional.of(ModelId.parse(champion));
            return router.route(new RoutePlan(contract, now, trials()), by(), reason);
        });
    }

    private List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (String challenger : challengers) {
            if (challenger.indexOf('=') < 0) {
                throw new IllegalArgumentException(
                        "a challenger needs a share or a tag: " + challenger + "=0.1 or " + challenger + "=tag:TAG");
            }
            trials.add(Trial.parse(Mode.CHALLENGER, challenger));
        }
        for (String shadow : shadows) {
            trials.add(Trial.parse(Mode.SHADOW, shadow));
        }
        return trials;
    }

    private void list(Services node, PrintStream out) throws CommandFailure {
        List<Route> routes = need(node, Models.class, "io.ganglion.inference").routes().stream()
                .filter(route -> contract == null || route.contract().equals(contract))
                .toList();
        Listing listing = new Listing("Contract", "Model", "Part", "Devices", "Engine");
        for (Route route : routes) {
            RoutePlan plan = node.find(Router.class).stream()
                    .flatMap(router -> router.plans().stream())
                    .filter(one -> one.contract().equals(route.contract()))
                    .findFirst()
                    .orElse(RoutePlan.automatic(route.contract()));
            add(listing, route, plan);
        }
        show(listing, json, closing(node, routes, contract), out);
    }

    private static void add(Listing listing, Route route, RoutePlan plan) {
        boolean named = plan.champion().equals(Optional.of(route.champion()));
        listing.add(
                fact(
                        "contract", route.contract(),
                        "contractMajors", route.majors(),
                        "champion", route.champion().name(),
                        "version", route.champion().version().toString(),
                        "engine", route.engine(),
                        "pinned", named,
                        "trials", plan.trials().stream().map(Routing::fact).toList()),
                ModelList.reads(route.contract(), route.majors()),
                route.champion(),
                named ? "champion, pinned" : "champion",
                "all others",
                route.engine());
        for (Trial trial : plan.trials()) {
            listing.addLine(
                    "", trial.model(), trial.mode().name().toLowerCase(Locale.ROOT), Routing.devices(trial), "");
        }
    }

    private static String closing(Services node, List<Route> routes, String only) {
        String mute = node.find(Contracts.class).stream()
                .flatMap(contracts -> contracts.list().stream())
                .filter(status -> status.state() == ContractStatus.State.SERVED)
                .filter(status -> only == null || status.name().equals(only))
                .filter(status -> routes.stream()
                        .noneMatch(route -> route.contract().equals(status.name())
                                && covers(route.majors(), status.version().getMajor())))
                .map(status -> status.name() + " " + status.version().getMajor() + ".x")
                .distinct()
                .collect(joining(", "));
        return Plain.count(routes.size(), "route") + "."
                + (mute.isEmpty() ? "" : " No model answers for " + mute + ": aiot:model-list says why.");
    }

    /** Whether {@code 1}, {@code 1-2}, {@code 2+} or {@code any} covers a major version. */
    static boolean covers(String majors, int major) {
        if (majors.equals("any")) {
            return true;
        }
        String[] ends = majors.split("[-+]");
        int from = Integer.parseInt(ends[0]);
        int to = majors.endsWith("+") ? Integer.MAX_VALUE : Integer.parseInt(ends[ends.length - 1]);
        return from <= major && major <= to;
    }
}
