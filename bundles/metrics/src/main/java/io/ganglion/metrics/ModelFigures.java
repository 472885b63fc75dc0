// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Router;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which models answer and how well, what drifts, and what is trained anew. */
final class ModelFigures {
    private static final int FIRINGS = 500;

    private ModelFigures() {}

    static void models(Board board, Models models) {
        for (ModelStatus model : models.list()) {
            String name = model.id().name();
            String version = model.id().version().toString();
            board.info(
                    "model",
                    "A model on this node and where it stands",
                    "model",
                    name,
                    "version",
                    version,
                    "contract",
                    model.contract(),
                    "engine",
                    model.engine(),
                    "state",
                    model.state().name().toLowerCase(Locale.ROOT));
            board.counter(
                    "model_scored_rows",
                    "Observations that a model scored",
                    model.scored(),
                    "model",
                    name,
                    "version",
                    version);
        }
    }

    static void arms(Board board, Router router) {
        for (ArmReport arm : router.arms()) {
            String[] labels =
                    labels(arm.contract(), arm.model(), arm.role().name().toLowerCase(Locale.ROOT));
            board.gauge(
                    "arm_devices", "Devices that a model looked at in its part of the route", arm.devices(), labels);
            board.counter("arm_rows", "Observations that it scored", arm.rows(), labels);
            board.counter("arm_anomalous_rows", "Observations that it called anomalous", arm.anomalousRows(), labels);
            board.counter("arm_alerts", "Episodes that it began", arm.alerts(), labels);
            board.gauge("arm_confirmed_alerts", "Alerts of it that people found right", arm.confirmed(), labels);
            board.gauge("arm_refuted_alerts", "Alerts of it that people found wrong", arm.refuted(), labels);
            board.gauge(
                    "arm_agreement_ratio",
                    "Share of rows on which it says what the champion says",
                    arm.agreement(),
                    labels);
            board.counter("arm_failed_batches", "Batches on which it failed", arm.errors(), labels);
            latency(board, "0.5", arm.latencyP50(), labels);
            latency(board, "0.99", arm.latencyP99(), labels);
        }
    }

    private static String[] labels(String contract, ModelId model, String role) {
        return new String[] {
            "contract",
            contract,
            "model",
            model.name(),
            "version",
            model.version().toString(),
            "role",
            role
        };
    }

    private static void latency(Board board, String quantile, long nanos, String... labels) {
        String[] all = new String[labels.length + 2];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = "quantile";
        all[labels.length + 1] = quantile;
        board.gauge("arm_latency_seconds", "Scoring of one row, of those in its batches", nanos / 1e9, all);
    }

    static void drift(Board board, Drift drift) {
        Set<String> contracts = new HashSet<>();
        for (Drift.Standing standing : drift.standings()) {
            String contract = standing.contract();
            contracts.add(contract);
            board.add("drift_watched_devices", "Devices whose drift is watched", 1, "contract", contract);
            boolean drifts = !standing.drifting().isEmpty();
            board.add("drift_devices", "Devices that drift", drifts ? 1 : 0, "contract", contract);
            board.most(
                    "drift_worst_index",
                    "Population stability index of the worst device",
                    standing.index(),
                    "contract",
                    contract);
            board.most(
                    "drift_worst_missing_ratio",
                    "Share of inputs that miss, of the worst device",
                    standing.missing(),
                    "contract",
                    contract);
        }
        if (contracts.isEmpty()) {
            board.gauge("drift_devices", "Devices that drift", 0, "contract", "");
            board.gauge(
                    "drift_worst_index", "Population stability index of the worst device", Double.NaN, "contract", "");
        }
    }

    static void retraining(Board board, Retraining retraining) {
        List<Retraining.Firing> firings = retraining.firings(FIRINGS);
        String help = "Retrainings among the newest " + FIRINGS + " firings, by what became of them";
        for (Retraining.Outcome outcome : Retraining.Outcome.values()) {
            board.add("retraining_firings", help, 0, "outcome", outcome.name().toLowerCase(Locale.ROOT));
        }
        double last = Double.NaN;
        for (int i = firings.size() - 1; i >= 0; i--) {
            Retraining.Firing firing = firings.get(i);
            board.add(
                    "retraining_firings",
                    help,
                    1,
                    "outcome",
                    firing.outcome().name().toLowerCase(Locale.ROOT));
            last = firing.seconds() > 0 ? firing.seconds() : last;
        }
        board.gauge("retraining_last_duration_seconds", "How long the newest training took", last);
    }
}
