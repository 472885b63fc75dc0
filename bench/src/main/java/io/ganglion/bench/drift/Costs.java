// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.drift;

import io.ganglion.bench.Contest;
import io.ganglion.learning.drift.Adwin;
import io.ganglion.learning.drift.BernoulliCusum;
import io.ganglion.learning.drift.Detector;
import io.ganglion.learning.drift.Kswin;
import io.ganglion.learning.drift.PageHinkley;
import io.ganglion.learning.drift.Shares;
import io.ganglion.learning.drift.StabilityIndex;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/** CPU time a sample, detector by detector, beside a library's test of the same two halves at each sample. */
final class Costs {
    private static final double[] SAMPLES =
            new SplittableRandom(1).doubles(1 << 16).toArray();

    private Costs() {}

    static Map<String, Contest.Score> measure(boolean quick) throws Exception {
        Shares tenths = new Shares(List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9), Collections.nCopies(10, 0.1));
        return new Contest(quick)
                .add("adwin", ours(new Adwin(0.002, 1, 20)))
                .add("adwin_clock32", ours(new Adwin(0.002, 32, 20)))
                .add("page_hinkley", ours(new PageHinkley(0.5, 0.25, 1e9, 1)))
                .add("kswin", ours(new Kswin(100, 30, 1e-9, 1)))
                .add("kswin_60_20", ours(new Kswin(60, 20, 1e-9, 1)))
                .add("psi", ours(new StabilityIndex(tenths, 10_000, 1, 10_000)))
                .add("bernoulli_cusum", ours(new BernoulliCusum(0.01, 0.2, 1e9)))
                .add("library_ks_100_30", library())
                .run();
    }

    private static Contest.Work ours(Detector detector) {
        return times -> {
            int alarms = 0;
            for (int i = 0; i < times; i++) {
                alarms += detector.add(SAMPLES[i & 0xFFFF]) ? 1 : 0;
            }
            return alarms + detector.statistic();
        };
    }

    /** Commons Math: statistic and p-value of the newest 30 against the 30 before them. */
    private static Contest.Work library() {
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        double[] old = new double[30];
        double[] newest = new double[30];
        return times -> {
            double sum = 0;
            for (int i = 0; i < times; i++) {
                int from = i & 0xFF00;
                System.arraycopy(SAMPLES, from, old, 0, 30);
                System.arraycopy(SAMPLES, from + 30, newest, 0, 30);
                sum += test.approximateP(test.kolmogorovSmirnovStatistic(old, newest), 30, 30);
            }
            return sum;
        };
    }
}
