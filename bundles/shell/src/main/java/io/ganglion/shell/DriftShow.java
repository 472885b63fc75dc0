// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.learning.Drift.Standing;
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

/** Which devices are not any more what their model learned, and how that was seen. */
@Service
@Command(scope = "aiot", name = "drift-show", description = "Devices that drift from what their model learned")
public final class DriftShow extends NodeCommand {
    /** The log remembers no more. */
    private static final int MOST = 1_000;

    @Argument(index = 0, name = "DEVICE", description = "One device alone")
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--signals", description = "The newest signals too", valueToShowInHelp = "0")
    int signals;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Drift drift = need(node, Drift.class, "io.ganglion.learning");
        List<Standing> all = drift.standings();
        List<Standing> shown = all.stream()
                .filter(one -> device == null || one.device().equals(device))
                .toList();
        if (device != null && shown.isEmpty()) {
            throw new CommandFailure(Near.miss(
                    "device that is watched for drift",
                    device,
                    all.stream().map(Standing::device).toList()));
        }
        Listing standings = standings(shown);
        Listing spoken = spoken(drift);
        if (json) {
            out.println(Json.pretty(fact("standings", standings.facts(), "signals", spoken.facts())));
            return;
        }
        standings.print(out);
        spoken.print(out);
        out.println(closing(shown));
    }

    private static Listing standings(List<Standing> shown) {
        Listing listing = new Listing("Device", "Contract", "Model", "Rows", "Drifting", "PSI", "Missing");
        for (Standing one : shown) {
            listing.add(
                    fact(
                            "device", one.device(),
                            "contract", one.contract(),
                            "model", one.model(),
                            "rows", one.rows(),
                            "drifting", one.drifting(),
                            "index", one.index(),
                            "missing", one.missing()),
                    one.device(),
                    one.contract(),
                    one.model(),
                    one.rows(),
                    one.drifting().isEmpty() ? "-" : String.join(", ", one.drifting()),
                    Double.isNaN(one.index()) ? "learning" : Plain.number(one.index()),
                    Plain.percent(one.missing()));
        }
        return listing;
    }

    private Listing spoken(Drift drift) {
        Listing listing =
                new Listing("At", "Device", "Subject", "Before", "After", "Detectors", "Figure", "Bound", "Row");
        drift.signals(signals > 0 ? MOST : 0).stream()
                .filter(signal -> device == null || signal.device().equals(device))
                .limit(Math.max(0, signals))
                .forEach(signal -> add(listing, signal));
        return listing;
    }

    private static void add(Listing listing, Signal signal) {
        listing.add(
                fact(
                        "at", signal.at().toString(),
                        "contract", signal.contract(),
                        "device", signal.device(),
                        "model", signal.model(),
                        "subject", signal.subject(),
                        "detector", signal.detector(),
                        "row", signal.row(),
                        "before", signal.before(),
                        "after", signal.after(),
                        "statistic", signal.statistic(),
                        "bound", signal.bound()),
                signal.at(),
                signal.device().isEmpty() ? signal.model() : signal.device(),
                signal.subject(),
                Plain.number(signal.before()),
                Plain.number(signal.after()),
                signal.detector(),
                Plain.number(signal.statistic()),
                Plain.number(signal.bound()),
                signal.row());
    }

    private static String closing(List<Standing> shown) {
        if (shown.isEmpty()) {
            return "No device is watched yet. A model must answer for it first: aiot:model-route";
        }
        List<Standing> drifting =
                shown.stream().filter(one -> !one.drifting().isEmpty()).toList();
        String count = Plain.count(shown.size(), "device");
        if (drifting.isEmpty()) {
            return count + ", none drifts.";
        }
        String model = drifting.get(0).model();
        String name = model.substring(0, model.indexOf('@') < 0 ? model.length() : model.indexOf('@'));
        return count + ", " + drifting.size()
                + " drifting. Why: aiot:drift-show --signals 20. A new model: aiot:retrain " + name;
    }
}
