// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.series.Store;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The whole node on one screen: its books, its drivers, its trouble. */
@Service
@Command(scope = "aiot", name = "node-status", description = "The node's books, drivers, memory and trouble")
public final class NodeStatus extends NodeCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    Vitals vitals = Vitals.current();

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Node self = need(node, Node.class, "io.ganglion.pipeline");
        Flow flow = need(node, Flow.class, "io.ganglion.pipeline");
        FlowCounters books = flow.counters();
        List<Driver> drivers = node.all(Driver.class).stream()
                .sorted(Comparator.comparing(Driver::name))
                .toList();
        if (json) {
            Map<String, Object> fact = vitals.fact();
            fact.put("node", self.name());
            fact.put("site", self.site());
            fact.put("trouble", flow.trouble());
            fact.put("flow", books(books));
            fact.put("drivers", drivers.stream().map(NodeStatus::driver).toList());
            fact.putAll(counts(node));
            fact.put("feedback", feedback(node).orElse(""));
            fact.put(
                    "store",
                    node.find(Store.class)
                            .map(store -> Facts.of(store.status()))
                            .orElse(null));
            fact.put("hubTrouble", hubTrouble(node));
            out.println(Json.pretty(fact));
            return;
        }
        out.println("Node " + self.name() + " at site " + self.site() + ", up "
                + Plain.duration(Duration.ofMillis(vitals.uptimeMillis())) + ", " + vitals.memory());
        out.println("received " + books.received() + " = accepted " + books.accepted() + " + quarantined "
                + books.quarantined() + " + in flight " + books.inFlight() + "; pushed back " + books.pushedBack()
                + (books.throttled() == 0 ? "" : " (throttled " + books.throttled() + ")") + ", rows " + books.rows()
                + ", scored " + books.scored() + ", published " + books.published());
        counts(node).forEach((name, count) -> out.println(name + ": " + count));
        node.find(Store.class).ifPresent(store -> out.println(store(store.status())));
        feedback(node).ifPresent(trouble -> out.println("feedback: trouble: " + Plain.text(trouble)));
        table(drivers).print(out);
        String hub = hubTrouble(node);
        if (!hub.isEmpty()) {
            out.println("Trouble: the model registry: " + Plain.text(hub) + ". See aiot:hub-verify");
        }
        if (hub.isEmpty() || !isWell(flow.trouble(), drivers)) {
            out.println(closing(flow.trouble(), drivers));
        }
    }

    private static Map<String, Object> books(FlowCounters books) {
        return fact(
                "received", books.received(),
                "accepted", books.accepted(),
                "quarantined", books.quarantined(),
                "inFlight", books.inFlight(),
                "pushedBack", books.pushedBack(),
                "scored", books.scored(),
                "published", books.published(),
                "rows", books.rows(),
                "throttled", books.throttled());
    }

    private static String store(Store.Status store) {
        return "store: " + store.rows() + " rows kept, " + Plain.count(store.duplicates(), "duplicate") + " dropped, "
                + (store.bytes() + (1 << 20) - 1 >> 20) + " MB"
                + (store.trouble().isEmpty() ? "" : "; trouble: " + Plain.text(store.trouble()))
                + (store.notice().isEmpty() ? "" : "; notice: " + Plain.text(store.notice()));
    }

    private static Map<String, Object> driver(Driver driver) {
        DriverStatus status = driver.status();
        return fact(
                "driver", driver.name(),
                "state", status.state().name().toLowerCase(Locale.ROOT),
                "detail", status.detail(),
                "since", status.since().toString());
    }

    private static Map<String, Object> counts(Services node) {
        List<Device> devices = node.find(Devices.class).map(Devices::list).orElse(List.of());
        List<ContractStatus> contracts =
                node.find(Contracts.class).map(Contracts::list).orElse(List.of());
        List<ModelStatus> models = node.find(Models.class).map(Models::list).orElse(List.of());
        return fact(
                "devices", devices.size(),
                "contractsServed",
                        contracts.stream()
                                .filter(contract -> contract.state() == ContractStatus.State.SERVED)
                                .count(),
                "contractsInstalled", contracts.size(),
                "modelsServing",
                        models.stream()
                                .filter(model -> model.state() == ModelStatus.State.SERVING)
                                .count(),
                "modelsInstalled", models.size(),
                "uplinkWaiting", waiting(node));
    }

    private static Optional<String> feedback(Services node) {
        return node.find(Alerts.class).map(Alerts::trouble).filter(trouble -> !trouble.isEmpty());
    }

    /** Entries that destinations have not acknowledged, all together. */
    private static long waiting(Services node) {
        return node.all(Uplink.class).stream()
                .map(Uplink::status)
                .mapToLong(status ->
                        status.observations().waiting() + status.insights().waiting())
                .sum();
    }

    private Listing table(List<Driver> drivers) {
        Listing listing = new Listing("Driver", "State", "Since", "Detail");
        for (Driver driver : drivers) {
            DriverStatus status = driver.status();
            listing.add(
                    driver(driver),
                    driver.name(),
                    status.state().name().toLowerCase(Locale.ROOT),
                    ago(status.since()),
                    Plain.cut(status.detail(), 100));
        }
        return listing;
    }

    /** What is wrong with the registry; empty where nothing is, or where there is none. */
    private static String hubTrouble(Services node) {
        return node.find(Hub.class).map(Hub::trouble).orElse("");
    }

    private static boolean isWell(String trouble, List<Driver> drivers) {
        return trouble.isEmpty() && !drivers.isEmpty() && silent(drivers).isEmpty();
    }

    private static List<String> silent(List<Driver> drivers) {
        return drivers.stream()
                .filter(driver -> driver.status().state() == DriverStatus.State.OFFLINE
                        || driver.status().state() == DriverStatus.State.FAILED)
                .map(Driver::name)
                .toList();
    }

    private static String closing(String trouble, List<Driver> drivers) {
        if (!trouble.isEmpty()) {
            return "Trouble: the node takes nothing in: " + Plain.text(trouble);
        }
        List<String> silent = silent(drivers);
        if (drivers.isEmpty()) {
            return "No driver runs, so nothing comes in. See bundle:list";
        }
        return silent.isEmpty()
                ? "No trouble."
                : "Trouble: no data from " + String.join(", ", silent) + "; the detail says why.";
    }
}
