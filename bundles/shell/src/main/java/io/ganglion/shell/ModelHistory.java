// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.device.Node;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Hub.Tenure;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What was live where and when; for a device at a time, which version answered. */
@Service
@Command(
        scope = "aiot",
        name = "model-history",
        description = "What was live where and when; with DEVICE and --at which version answered for it then")
public final class ModelHistory extends HubCommand {
    @Argument(index = 0, name = "DEVICE", description = "Without it, every contract")
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--at", description = "A time: 2026-03-03T10:15:00Z, now, -2h, -7d")
    String at;

    @Option(name = "--since", description = "What touches the time since then; without it all")
    String since;

    @Option(name = "--contract", description = "Its name; needed for a device that this node does not know any more")
    @Completion(ContractCompleter.class)
    String contract;

    @Option(name = "--node", description = "Another node that uses the same database")
    String where = "";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        if (device != null && device.startsWith("--")) {
            trailing = Stream.concat(Stream.of(device), trailing.stream()).toList();
            device = null;
        }
        Trailing.apply(this, trailing);
        Hub hub = hub(node);
        String of = contract != null ? contract : device == null ? "" : contractOf(node);
        if (device != null && at != null) {
            answered(node, hub, of, out);
        } else {
            list(hub, of, out);
        }
    }

    private String contractOf(Services node) throws CommandFailure {
        List<Device> devices = node.find(Devices.class).map(Devices::list).orElse(List.of());
        Optional<String> heard = devices.stream()
                .filter(one -> one.name().equals(device))
                .map(Device::contract)
                .findFirst();
        Optional<Entity> kept = node.find(History.class).flatMap(history -> history.find(device));
        return heard.or(() -> kept.map(entity -> entity.contract().name()))
                .orElseThrow(() -> new CommandFailure(Near.miss(
                                "device",
                                device,
                                devices.stream().map(Device::name).toList())
                        + "\nFor a device of the past say its contract: --contract NAME"));
    }

    private Instant time(String option, String text) throws CommandFailure {
        return Instant.EPOCH.plusNanos(When.parse(option, text, clock.instant()));
    }

    private void answered(Services node, Hub hub, String of, PrintStream out) throws CommandFailure {
        Instant then = time("--at", at);
        Optional<ModelId> model = asked(() -> hub.answered(where, of, device, then));
        String here = where.isEmpty() ? node.find(Node.class).map(Node::name).orElse("this node") : where;
        List<Tenure> parts = asked(() -> hub.tenures(of, then, then.plusNanos(1_000))).stream()
                .filter(tenure -> tenure.node().equals(here) || where.isEmpty() && here.equals("this node"))
                .toList();
        if (json) {
            out.println(Json.pretty(fact(
                    "device",
                    device,
                    "contract",
                    of,
                    "at",
                    then.toString(),
                    "node",
                    here,
                    "answered",
                    model.map(ModelId::toString).orElse(null),
                    "parts",
                    parts.stream().map(HubFacts::of).toList())));
            return;
        }
        table(parts).print(out);
        out.println(
                model.isPresent()
                        ? model.get() + " answered for " + device + " (" + of + ") on " + here + " at " + then
                                + ". Its origin: aiot:hub-show " + model.get()
                        : parts.isEmpty()
                                ? "Nobody answered for " + of + " on " + here + " at " + then
                                        + ", or it was before the first record."
                                : "Which of these answered for " + device + " at " + then + " only the router of "
                                        + here + " knows; it is not asked from here.");
    }

    private void list(Hub hub, String of, PrintStream out) throws CommandFailure {
        Instant from = since == null ? Instant.EPOCH : time("--since", since);
        Instant to =
                at == null ? clock.instant().plusSeconds(1) : time("--at", at).plusNanos(1_000);
        Instant begin = at == null ? from : time("--at", at);
        List<Tenure> tenures = asked(() -> hub.tenures(of, begin, to)).stream()
                .filter(tenure -> where.isEmpty() || tenure.node().equals(where))
                .toList();
        show(table(tenures), json, closing(tenures), out);
    }

    private static Listing table(List<Tenure> tenures) {
        Listing listing = new Listing("From", "To", "Node", "Contract", "Model", "Part", "Reason");
        for (Tenure tenure : tenures) {
            listing.add(
                    HubFacts.of(tenure),
                    tenure.from(),
                    tenure.to().map(Instant::toString).orElse("now"),
                    tenure.node(),
                    tenure.contract(),
                    tenure.model(),
                    part(tenure),
                    Plain.cut(tenure.reason(), 60));
        }
        return listing;
    }

    /** {@code champion}, {@code challenger 25%}. */
    static String part(Tenure tenure) {
        return tenure.role() + (tenure.share() > 0 && tenure.share() < 1 ? " " + Plain.percent(tenure.share()) : "");
    }

    private static String closing(List<Tenure> tenures) {
        if (tenures.isEmpty()) {
            return "Nothing is recorded for that time. The router's decisions are taken within a second: aiot:model-route";
        }
        long now = tenures.stream().filter(tenure -> tenure.to().isEmpty()).count();
        return Plain.count(tenures.size(), "part") + ", " + now
                + " of them now. For one device: aiot:model-history DEVICE --at 2026-03-03T10:15:00Z";
    }
}
