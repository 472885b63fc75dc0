// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.drift;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.model.ModelException;
import io.ganglion.learning.drift.DriftSettings;
import io.ganglion.learning.drift.DriftStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** False alarms of healthy machines, and how soon wear is seen. */
final class FleetRuns {
    private static final int DAY = 86_400;

    /** What came of a run: signals before the onset are false. */
    record Outcome(
            int devices, double deviceDays, int falseSignals, int falseModels, int seen, double median, double worst) {
        double falsePerDay() {
            return falseSignals / deviceDays;
        }

        /** Upper end of a one-sided 95 % interval of a Poisson rate. */
        double atMost() {
            double low = falseSignals;
            double high = falseSignals + 10 * Math.sqrt(falseSignals + 3.0) + 10;
            while (high - low > 1e-6) {
                double mid = (low + high) / 2;
                double term = Math.exp(-mid);
                double sum = term;
                for (int i = 1; i <= falseSignals; i++) {
                    term *= mid / i;
                    sum += term;
                }
                if (sum > 0.05) {
                    low = mid;
                } else {
                    high = mid;
                }
            }
            return high / deviceDays;
        }
    }

    private final PumpFleet fleet;

    FleetRuns(PumpFleet fleet) {
        this.fleet = fleet;
    }

    /**
     * @param onset row at which wear begins; the length of the run where it never does
     * @param periodMs between two rows
     */
    Outcome pumps(DriftSettings settings, int devices, int rows, int onset, int wearRows, int periodMs)
            throws IOException, ModelException {
        DriftStage stage = fleet.stage(settings);
        Map<String, String> source = onset >= rows
                ? Map.of("period_ms", "" + periodMs)
                : Map.of(
                        "period_ms",
                        "" + periodMs,
                        "fault",
                        "wear",
                        "fault_from",
                        "" + onset,
                        "fault_rows",
                        "" + wearRows);
        try (Stage.Operator operator = stage.open(0)) {
            for (int i = 1; i <= devices; i++) {
                PumpFleet.run(operator, fleet.think(fleet.rows("pump-" + periodMs + "-" + i, rows, source)));
            }
        }
        long reference = Math.max(settings.rows(), settings.time().toMillis() / periodMs);
        double days = devices * (double) (Math.min(onset, rows) - reference) * periodMs / 86_400_000;
        return outcome(PumpFleet.signals(stage), devices, days, onset);
    }

    private static Outcome outcome(List<Signal> signals, int devices, double days, int onset) {
        List<Signal> ofDevices =
                signals.stream().filter(signal -> !signal.device().isEmpty()).toList();
        long models = signals.size() - ofDevices.size();
        double[] delays = ofDevices.stream()
                .filter(signal -> signal.row() > onset)
                .collect(java.util.stream.Collectors.groupingBy(
                        Signal::device, java.util.stream.Collectors.minBy(java.util.Comparator.comparing(Signal::row))))
                .values()
                .stream()
                .mapToDouble(first -> first.orElseThrow().row() - onset)
                .sorted()
                .toArray();
        int early =
                (int) ofDevices.stream().filter(signal -> signal.row() <= onset).count();
        return new Outcome(
                devices,
                days,
                early,
                (int) models,
                delays.length,
                delays.length == 0 ? Double.NaN : delays[delays.length / 2],
                delays.length == 0 ? Double.NaN : delays[delays.length - 1]);
    }

    /** The test bed of SKAB without anomalies: two and a half hours, so its reference is an hour. */
    Outcome testBed(DriftSettings settings, Path shared) throws IOException, ModelException {
        Path file = shared.resolve("data/skab/anomaly-free/anomaly-free.csv");
        if (!Files.exists(file)) {
            return null;
        }
        DriftStage stage = fleet.stage(settings);
        List<Observation> rows = new ArrayList<>();
        for (String line :
                Files.readAllLines(file).subList(1, (int) Files.lines(file).count())) {
            rows.add(row(line.split(";")));
        }
        try (Stage.Operator operator = stage.open(0)) {
            PumpFleet.run(operator, fleet.think(rows));
        }
        List<Signal> signals = PumpFleet.signals(stage);
        signals.forEach(signal -> System.out.printf(
                "    test bed, row %d: %s %.4g to %.4g (%s)%n",
                signal.row(), signal.subject(), signal.before(), signal.after(), signal.detector()));
        return outcome(signals, 1, (double) (rows.size() - settings.rows()) / DAY, Integer.MAX_VALUE);
    }

    private Observation row(String[] cells) {
        long time = LocalDateTime.parse(cells[0].replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .getEpochSecond()
                * 1_000_000_000L;
        double[] values =
                Arrays.stream(cells, 1, 9).mapToDouble(Double::parseDouble).toArray();
        return new Observation(fleet.contract(), "test-bed", "test-bed", time, time, values, 255, List.of(""));
    }

    /** An hour of reference. */
    static DriftSettings anHour() {
        return DriftSettings.standard().withReference(3_600, Duration.ZERO);
    }

    /** For stories that last minutes. */
    static DriftSettings minutes() {
        return DriftSettings.standard().withReference(1_200, Duration.ZERO).withShift(6);
    }
}
