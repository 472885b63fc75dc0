// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;
import static java.util.stream.Collectors.joining;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Who answers for which contract. */
@Service
@Command(
        scope = "aiot",
        name = "model-route",
        description = "Which model answers for which contract, and on which engine")
public final class ModelRoute extends NodeCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        List<Route> routes = need(node, Models.class, "io.ganglion.inference").routes();
        Listing listing = new Listing("Contract", "Champion", "Engine");
        for (Route route : routes) {
            listing.add(
                    fact(
                            "contract", route.contract(),
                            "contractMajors", route.majors(),
                            "champion", route.champion().name(),
                            "version", route.champion().version().toString(),
                            "engine", route.engine()),
                    ModelList.reads(route.contract(), route.majors()),
                    route.champion(),
                    route.engine());
        }
        show(listing, json, closing(node, routes), out);
    }

    private static String closing(Services node, List<Route> routes) {
        String mute = node.find(Contracts.class).stream()
                .flatMap(contracts -> contracts.list().stream())
                .filter(status -> status.state() == ContractStatus.State.SERVED)
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
