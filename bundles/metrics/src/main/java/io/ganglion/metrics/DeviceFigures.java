// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What is thought of the devices: sums for all of them, and each by name up to a limit. */
final class DeviceFigures {
    private static final Duration SILENT = Duration.ofMinutes(5);

    private final int limit;
    private final Clock clock;

    DeviceFigures(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    void tell(Board board, Devices devices) {
        List<Device> all = devices.list();
        Instant now = clock.instant();
        for (Device device : all) {
            String contract = device.contract();
            board.add("devices", "Devices that were heard", 1, "contract", contract);
            boolean silent = device.lastSeen().isBefore(now.minus(SILENT));
            board.add(
                    "devices_silent",
                    "Devices that were not heard for five minutes",
                    silent ? 1 : 0,
                    "contract",
                    contract);
            for (Condition condition : Condition.values()) {
                boolean is = device.insight()
                        .map(Insight::verdict)
                        .filter(condition::equals)
                        .isPresent();
                board.add(
                        "devices_by_condition",
                        "Devices by what their model thinks of them",
                        is ? 1 : 0,
                        "contract",
                        contract,
                        "condition",
                        condition.name().toLowerCase(Locale.ROOT));
            }
        }
        all.stream().limit(limit).forEach(device -> one(board, device));
        board.gauge(
                "devices_unlisted", "Devices beyond the limit of those told by name", Math.max(0, all.size() - limit));
    }

    private static void one(Board board, Device device) {
        String[] labels = {"contract", device.contract(), "device", device.name()};
        board.gauge(
                "device_last_seen_timestamp_seconds",
                "When it was heard last",
                device.lastSeen().toEpochMilli() / 1e3,
                labels);
        board.counter("device_accepted_payloads", "Payloads of it that were accepted", device.accepted(), labels);
        board.counter("device_quarantined_payloads", "Payloads of it that were refused", device.quarantined(), labels);
        double ratio = device.insight()
                .filter(insight -> insight.threshold() > 0)
                .map(insight -> insight.score() / insight.threshold())
                .orElse(Double.NaN);
        board.gauge(
                "device_score_ratio",
                "Its newest score as a multiple of its own threshold: above 1 is anomalous",
                ratio,
                labels);
    }
}
