// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.drift;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ganglion.learning.drift.Adwin;
import io.ganglion.learning.drift.Detector;
import io.ganglion.learning.drift.Kswin;
import io.ganglion.learning.drift.PageHinkley;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The detectors on the streams of their papers: abrupt, gradual, none. What was published stands beside ours. */
final class PaperStreams {
    private static final String UNKNOWN = "not published for this";

    private final int runs;
    private final Map<String, Double> figures = new TreeMap<>();
    private boolean holds = true;

    PaperStreams(boolean quick) {
        runs = quick ? 400 : 4_000;
    }

    Map<String, Double> figures() {
        return figures;
    }

    boolean holds() {
        return holds;
    }

    void print() throws IOException {
        System.out.printf("%-44s %-24s %12s   %s%n", "stream", "detector", "ours", "published");
        examples();
        pageFigures();
        none();
        abrupt();
        gradual();
    }

    private void row(String stream, String detector, String ours, String published) {
        System.out.printf("%-44s %-24s %12s   %s%n", stream, detector, ours, published);
    }

    /** Index of the first change, on the very bytes that libraries publish their examples with. */
    private void examples() throws IOException {
        String stream = "0/1, then 4..7 at 1000 (1st change at)";
        example(
                stream,
                "adwin 0.001, clock 32",
                new Adwin(0.001, 32, 20),
                "numpy-0.txt",
                1023,
                "1023 (CapyMOA's docs)");
        example(
                stream,
                "kswin 100, 30, 0.0001",
                new Kswin(100, 30, 1e-4, 42),
                "python-12345.txt",
                1016,
                "1016 (River's docs)");
        // Another variant: one side, and a sum that fades. Beside it, not against it.
        int ours = first(new PageHinkley(Double.NaN, 0.005, 50, 30), read("numpy-0.txt"));
        row(stream, "page-hinkley 0.005, 50", "" + ours, "1014 (CapyMOA's docs, whose sum fades)");
    }

    private void example(String stream, String name, Detector detector, String file, int published, String source)
            throws IOException {
        int ours = first(detector, read(file));
        row(stream, name, "" + ours, source);
        holds &= ours == published;
    }

    private static int first(Detector detector, double[] stream) {
        for (int i = 0; i < stream.length; i++) {
            if (detector.add(stream[i])) {
                return i;
            }
        }
        return -1;
    }

    private static double[] read(String file) throws IOException {
        try (InputStream in = PaperStreams.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), US_ASCII)
                    .chars()
                    .filter(Character::isDigit)
                    .mapToDouble(c -> c - '0')
                    .toArray();
        }
    }

    /** Average run lengths of Page's test, two-sided, on normal samples: Lucas and Crosier 1982, table 1. */
    private void pageFigures() {
        double[][] published = {
            {0, 168}, {0.25, 74.2}, {0.5, 26.6}, {0.75, 13.3}, {1, 8.38}, {1.5, 4.75}, {2, 3.34}, {3, 2.19}
        };
        for (double[] pair : published) {
            SplittableRandom random = new SplittableRandom(1982);
            double[] lengths = new double[runs];
            for (int i = 0; i < runs; i++) {
                Detector test = new PageHinkley(0, 0.5, 4, 1);
                lengths[i] = 1;
                while (!test.add(pair[0] + random.nextGaussian())) {
                    lengths[i]++;
                }
            }
            double mean = Arrays.stream(lengths).average().orElseThrow();
            double spread = Math.sqrt(
                    Arrays.stream(lengths).map(x -> (x - mean) * (x - mean)).sum() / runs);
            double error = 4 * spread / Math.sqrt(runs) + 0.003 * pair[1];
            boolean same = Math.abs(mean - pair[1]) <= error;
            holds &= same;
            row(
                    pair[0] == 0 ? "normal, no change (run length)" : "normal, shift of " + pair[0] + " (run length)",
                    "page 0.5, 4, mean known",
                    String.format("%.2f", mean),
                    pair[1] + " (Lucas, Crosier 1982)" + (same ? "" : "  DIFFERS"));
            figures.put("page_run_length_" + pair[0], mean);
        }
    }

    /** Changes seen in a Bernoulli stream without one, as a share of the samples. */
    private void none() {
        int samples = runs * 50;
        for (double delta : new double[] {0.05, 0.1, 0.3}) {
            for (double share : new double[] {0.01, 0.1, 0.3, 0.5}) {
                double rate = falseAlarms(new Adwin(delta, 1, 20), samples, share);
                holds &= rate <= delta;
                row(
                        "Bernoulli " + share + ", no change (per sample)",
                        "adwin " + delta,
                        String.format("%.6f", rate),
                        "at most " + delta + " (theorem 3.1, Bifet and Gavalda 2007)");
                figures.put("adwin_false_" + delta + "_" + share, rate);
            }
        }
        for (Map.Entry<String, Supplier<Detector>> one : detectors().entrySet()) {
            double rate = falseAlarms(one.getValue().get(), samples, 0.2);
            row("Bernoulli 0.2, no change (per sample)", one.getKey(), String.format("%.6f", rate), UNKNOWN);
            figures.put(field(one.getKey()) + "_false", rate);
        }
    }

    private static double falseAlarms(Detector detector, int samples, double share) {
        SplittableRandom random = new SplittableRandom(2007);
        int alarms = 0;
        for (int i = 0; i < samples; i++) {
            if (detector.add(random.nextDouble() < share ? 1 : 0)) {
                alarms++;
                if (detector instanceof PageHinkley) {
                    detector.reset();
                }
            }
        }
        return (double) alarms / samples;
    }

    private static Map<String, Supplier<Detector>> detectors() {
        Map<String, Supplier<Detector>> all = new TreeMap<>();
        all.put("adwin 0.002", () -> new Adwin(0.002, 1, 20));
        all.put("kswin 100, 30, 0.0001", () -> new Kswin(100, 30, 1e-4, 1));
        all.put("page-hinkley 0.1, 20", () -> new PageHinkley(Double.NaN, 0.1, 20, 30));
        return all;
    }

    private static String field(String name) {
        return name.substring(0, name.indexOf(' ')).replace('-', '_');
    }

    private void abrupt() {
        delays("Bernoulli 0.2 to 0.8, abrupt (delay)", "abrupt", since -> 0.8);
    }

    private void gradual() {
        for (double slope : new double[] {4e-4, 1e-3}) {
            String stream = "Bernoulli 0.2 rising " + slope + " a sample (delay)";
            delays(stream, "gradual_" + slope, since -> Math.min(1, 0.2 + slope * since));
        }
    }

    /** Median and 95th of a hundred of the time from the change to the alarm; alarms before it are counted apart. */
    private void delays(String stream, String field, DoubleUnaryOperator after) {
        for (Map.Entry<String, Supplier<Detector>> one : detectors().entrySet()) {
            SplittableRandom random = new SplittableRandom(2014);
            int trials = runs / 10;
            double[] delays = new double[trials];
            int early = 0;
            for (int trial = 0; trial < trials; trial++) {
                Detector detector = one.getValue().get();
                for (int i = 0; i < 1_000; i++) {
                    early += detector.add(random.nextDouble() < 0.2 ? 1 : 0) ? 1 : 0;
                }
                int since = 1;
                while (!detector.add(random.nextDouble() < after.applyAsDouble(since) ? 1 : 0)) {
                    since++;
                }
                delays[trial] = since;
            }
            Arrays.sort(delays);
            double median = delays[trials / 2];
            row(
                    stream,
                    one.getKey(),
                    String.format("%.0f / %.0f", median, delays[trials * 95 / 100]),
                    UNKNOWN + "; false before it: " + early + " in " + trials + ",000 samples");
            figures.put(field(one.getKey()) + "_" + field, median);
        }
    }
}
