// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.model.Commissioning;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Who was heard, and what is thought of each. */
@Service
@Command(
        scope = "aiot",
        name = "device-list",
        description = "Devices that this node has heard, and what is thought of each")
public final class DeviceList extends NodeCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        List<Device> devices = need(node, Devices.class, "io.ganglion.pipeline").list();
        Map<String, Commissioning.Progress> progress = node.find(Commissioning.class).stream()
                .flatMap(commissioning -> commissioning.list().stream())
                .collect(toMap(Commissioning.Progress::device, p -> p, (a, b) -> a));
        Listing listing = new Listing(
                "Device",
                "Contract",
                "Driver",
                "Last seen",
                "Accepted",
                "Quarantined",
                "Throttled",
                "Verdict",
                "Score",
                "Threshold",
                "Mostly by");
        for (Device device : devices) {
            Commissioning.Progress own = progress.get(device.name());
            Map<String, Object> fact = Facts.of(device);
            fact.put(
                    "commissioning", own == null ? null : Listing.fact("rows", own.rows(), "required", own.required()));
            listing.add(
                    fact,
                    device.name(),
                    device.contract(),
                    device.driver(),
                    ago(device.lastSeen()),
                    device.accepted(),
                    device.quarantined(),
                    device.throttled(),
                    device.insight().map(insight -> verdict(insight, own)).orElse("-"),
                    device.insight()
                            .map(insight -> Plain.number(insight.score()))
                            .orElse("-"),
                    device.insight()
                            .map(insight -> Plain.number(insight.threshold()))
                            .orElse("-"),
                    device.insight().map(insight -> Facts.because(insight, 2)).orElse(""));
        }
        show(listing, json, closing(devices), out);
    }

    private static String verdict(Insight insight, Commissioning.Progress own) {
        boolean learning = insight.verdict() == Condition.COMMISSIONING && own != null;
        return Facts.verdict(insight) + (learning ? " " + own.rows() + "/" + own.required() : "");
    }

    private static String closing(List<Device> devices) {
        if (devices.isEmpty()) {
            return "No device was heard yet. Which drivers listen: aiot:node-status";
        }
        List<String> anomalous = devices.stream()
                .filter(device -> device.insight()
                        .filter(insight -> insight.verdict() == Condition.ANOMALOUS)
                        .isPresent())
                .map(Device::name)
                .toList();
        String count = Plain.count(devices.size(), "device");
        return anomalous.isEmpty()
                ? count + ", none anomalous."
                : count + ", " + anomalous.size() + " anomalous: "
                        + anomalous.stream().limit(5).collect(joining(", ")) + ". Its rows: aiot:observation-tail "
                        + anomalous.get(0);
    }
}
