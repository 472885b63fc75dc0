// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.ContractStatus.State;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.series.Tail;
import io.ganglion.shell.print.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which devices keep which major version of a contract, by the last row that the node has of each. */
final class Keepers {
    private static final int NAMED = 5;

    private record Line(String contract, int major) {
        static Line of(Contract contract) {
            return new Line(contract.name(), contract.version().getMajor());
        }
    }

    private final Map<String, List<String>> devices = new TreeMap<>();

    static Keepers of(Services node) {
        Keepers keepers = new Keepers();
        Tail tail = node.find(Tail.class).orElse(null);
        List<Device> all = node.find(Devices.class).map(Devices::list).orElse(List.of());
        for (Device device : tail == null ? List.<Device>of() : all) {
            String claimed = device.contract().replaceFirst("@\\d+$", "");
            List<Observation> rows = tail.recent(device.name(), 16);
            // A device may keep two contracts; of this one its newest row counts.
            for (int i = rows.size() - 1; i >= 0; i--) {
                if (rows.get(i).contract().name().equals(claimed)) {
                    keepers.add(Line.of(rows.get(i).contract()), device.name());
                    break;
                }
            }
        }
        return keepers;
    }

    private void add(Line line, String device) {
        List<String> known = devices.computeIfAbsent(line.toString(), any -> new ArrayList<>());
        if (!known.contains(device)) {
            known.add(device);
        }
    }

    /** Devices that keep the major version of this contract; none where it is not served. */
    List<String> of(ContractStatus status) {
        return status.state() == State.SERVED
                ? devices.getOrDefault(new Line(status.name(), status.version().getMajor()).toString(), List.of())
                : List.of();
    }

    /** For each contract with several majors, who still keeps the older ones, and when those can go. */
    String retirement(List<ContractStatus> contracts) {
        StringBuilder words = new StringBuilder();
        for (ContractStatus old : contracts) {
            boolean succeeded = old.state() == State.SERVED
                    && contracts.stream()
                            .anyMatch(other -> other.state() == State.SERVED
                                    && other.name().equals(old.name())
                                    && other.version().getMajor()
                                            > old.version().getMajor());
            if (succeeded) {
                List<String> keep = of(old);
                words.append(old.name())
                        .append(' ')
                        .append(old.version().getMajor())
                        .append(".x ");
                words.append(
                        keep.isEmpty()
                                ? "is kept by no device heard lately: it can go, " + old.origin()
                                : "is still kept by " + Plain.count(keep.size(), "device") + ": "
                                        + String.join(", ", keep.subList(0, Math.min(NAMED, keep.size())))
                                        + (keep.size() > NAMED ? ", ..." : ""));
                words.append(".\n");
            }
        }
        return words.toString();
    }
}
