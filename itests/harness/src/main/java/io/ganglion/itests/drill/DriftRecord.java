// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Pump;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What drift said of a fleet whose truth is known, beside what its page promises ({@code bundles/learning/DRIFT.md}): wear
 * is seen in time, and healthy pumps are left alone.
 */
final class DriftRecord {
    /** Wear that takes up to an hour is seen within so many readings. */
    private static final long STATED_DELAY = 600;
    /** Of 120 healthy runs of 6,000 to 12,000 readings each, two had a signal of their own device. */
    private static final double STATED_FALSE_SIGNALS = 2 / 1_080_000.0;
    /** With that rate more signals than the bound come by chance in fewer than one story of a hundred. */
    private static final double CHANCE = 0.01;

    private final List<Pump> wearing;
    private final long wearFrom;
    private final Map<String, Long> delays = new HashMap<>();
    private final List<String> early = new ArrayList<>();
    private final List<String> alone = new ArrayList<>();
    private long modelDelay = -1;

    /**
     * @param wearFrom the reading at which all of the wearing pumps begin to
     * @param signals what {@code aiot:drift-show --signals} lists
     */
    DriftRecord(List<Pump> pumps, long wearFrom, JsonNode signals) {
        this.wearFrom = wearFrom;
        this.wearing =
                pumps.stream().filter(pump -> pump.fate().from() == wearFrom).toList();
        Map<String, Pump> byName = new HashMap<>();
        pumps.forEach(pump -> byName.put(pump.device(), pump));
        for (JsonNode signal : signals) {
            Instant at = Instant.parse(signal.path("at").asText());
            Pump pump = byName.get(signal.path("device").asText());
            if (pump == null) {
                ofTheModel(pumps.get(0).sequence(at) - wearFrom, signal);
            } else {
                ofOne(pump, pump.sequence(at), signal);
            }
        }
    }

    private void ofTheModel(long delay, JsonNode signal) {
        if (delay < 0) {
            early.add("the model, " + -delay + " readings before any wear: " + signal);
        } else {
            modelDelay = modelDelay < 0 ? delay : Math.min(delay, modelDelay);
        }
    }

    private void ofOne(Pump pump, long reading, JsonNode signal) {
        if (reading < pump.fate().from()) {
            alone.add(pump.device() + " reading " + reading + ": " + signal);
        } else {
            delays.merge(pump.device(), reading - pump.fate().from(), Math::min);
        }
    }

    /**
     * Says it, and adds what does not hold.
     *
     * @param watched readings of healthy pumps after their references were complete
     */
    void judge(long watched, Map<String, Long> figures, List<String> faults) {
        long[] sorted =
                delays.values().stream().mapToLong(delay -> delay).sorted().toArray();
        long worst = sorted.length == 0 ? -1 : sorted[sorted.length - 1];
        long median = sorted.length == 0 ? -1 : sorted[sorted.length / 2];
        System.out.printf(
                Locale.ROOT,
                "drift: wear seen on %d of %d wearing pumps, after %d readings in the median and %d at worst; for the model"
                        + " after %d. Stated: all, within %d%n",
                sorted.length,
                wearing.size(),
                median,
                worst,
                modelDelay,
                STATED_DELAY);
        long allowed = allowed(watched * STATED_FALSE_SIGNALS);
        System.out.printf(
                Locale.ROOT,
                "drift: %d signals of healthy pumps and %d of the model before any wear, in %,d healthy readings watched."
                        + " Stated: %.2f a million readings, so at most %d here, and none of the model%n",
                alone.size(),
                early.size(),
                watched,
                1e6 * STATED_FALSE_SIGNALS,
                allowed);
        figures.put("drift_delay_rows", worst);
        figures.put("drift_model_delay_rows", modelDelay);
        figures.put("healthy_rows_watched", watched);
        figures.put("false_drift_signals", (long) alone.size());
        faults.addAll(early);
        if (sorted.length < wearing.size() || worst > STATED_DELAY || modelDelay < 0 || modelDelay > STATED_DELAY) {
            faults.add(
                    "wear from reading " + wearFrom + " on was not seen within " + STATED_DELAY + " readings on all of "
                            + wearing.size() + " pumps and for the model: " + delays + ", the model " + modelDelay);
        }
        if (alone.size() > allowed) {
            faults.add(alone.size() + " signals of healthy pumps, at most " + allowed + " hold: " + alone);
        }
    }

    /** The least bound that a Poisson count with this mean exceeds with a probability below {@link #CHANCE}. */
    private static long allowed(double mean) {
        double term = Math.exp(-mean);
        double below = term;
        long bound = 0;
        while (1 - below >= CHANCE) {
            bound++;
            term *= mean / bound;
            below += term;
        }
        return bound;
    }
}
