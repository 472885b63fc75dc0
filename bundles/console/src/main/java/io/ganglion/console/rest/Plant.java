// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Devices;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices as people look at them: one condition each, the worst first. Thread-safe. */
public final class Plant {

    /** A device that missed so many of its reports is silent. */
    private static final int MISSED = 3;

    private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);
    private static final long ALERTS_AGE_MS = 2_000;
    private static final int OPEN_ALERTS = 1_000;

    private static final Comparator<DeviceRow> WORST_FIRST = Comparator.comparing(DeviceRow::condition)
            .thenComparing(Comparator.comparingDouble(Plant::excess).reversed())
            .thenComparing(DeviceRow::name)
            .thenComparing(DeviceRow::contract);

    private final Services services;
    private final Clock clock;
    private final Cached<Map<String, Alert>> openAlerts;

    /** How a device stands, the worst first. */
    public enum Condition {
        ANOMALOUS,
        /** It reported nothing for three of its contract's periods. */
        SILENT,
        COMMISSIONING,
        /** No model looks at it, or not yet. */
        UNKNOWN,
        NORMAL
    }

    /**
     * A device in a list.
     *
     * @param alert id of its open alert
     */
    public record DeviceRow(
            String name,
            String contract,
            Condition condition,
            double score,
            double threshold,
            Instant lastSeen,
            long accepted,
            long quarantined,
            long throttled,
            Optional<ModelId> model,
            Optional<String> alert,
            String driver) {}

    public Plant(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
        this.openAlerts = new Cached<>(this::readOpenAlerts, ALERTS_AGE_MS, clock::millis);
    }

    /** Every device heard, the worst first. */
    public List<DeviceRow> rows() {
        Instant now = clock.instant();
        Map<String, Optional<Duration>> silences = new HashMap<>();
        List<DeviceRow> rows = new ArrayList<>();
        for (Device device : services.need(Devices.class, "node").list()) {
            Optional<Duration> silence = silences.computeIfAbsent(device.contract(), this::silence);
            rows.add(row(
                    device,
                    silence.isPresent() && device.lastSeen().plus(silence.get()).isBefore(now)));
        }
        rows.sort(WORST_FIRST);
        return rows;
    }

    /** Silence after which a device of a contract is missed; empty where it reports on events only. */
    private Optional<Duration> silence(String contract) {
        return services.find(Contracts.class)
                .flatMap(contracts -> contracts.find(contract))
                .map(Contract::expectedPeriod)
                .filter(period -> !period.isZero())
                .map(period -> period.multipliedBy(MISSED))
                .map(silence -> silence.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : silence);
    }

    private DeviceRow row(Device device, boolean silent) {
        Optional<Insight> insight = device.insight();
        return new DeviceRow(
                device.name(),
                device.contract(),
                silent
                        ? Condition.SILENT
                        : insight.map(one -> Condition.valueOf(one.verdict().name()))
                                .orElse(Condition.UNKNOWN),
                insight.map(Insight::score).orElse(Double.NaN),
                insight.map(Insight::threshold).orElse(Double.NaN),
                device.lastSeen(),
                device.accepted(),
                device.quarantined(),
                device.throttled(),
                insight.map(Insight::model),
                openAlert(device.contract(), device.name()).map(Alert::id),
                device.driver());
    }

    /** How many times its threshold a score is. */
    public static double excess(DeviceRow row) {
        double excess = row.score() / row.threshold();
        return Double.isFinite(excess) ? excess : 0;
    }

    Optional<Alert> openAlert(String contract, String device) {
        return Optional.ofNullable(openAlerts.get().get(contract + ' ' + device));
    }

    List<Alert> openAlerts() {
        return openAlerts.get().values().stream().distinct().toList();
    }

    /** An alert came or went. */
    public void alertsChanged() {
        openAlerts.stale();
    }

    private Map<String, Alert> readOpenAlerts() {
        Map<String, Alert> open = new HashMap<>();
        services.find(Alerts.class)
                .map(alerts ->
                        alerts.list("", Instant.EPOCH, clock.instant().plus(Duration.ofDays(1)), true, OPEN_ALERTS))
                .orElse(List.of())
                .forEach(alert ->
                        alert.devices().forEach(device -> open.putIfAbsent(alert.contract() + ' ' + device, alert)));
        return open;
    }
}
