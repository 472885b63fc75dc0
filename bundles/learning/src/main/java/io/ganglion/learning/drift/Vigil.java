// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.StringJoiner;

/**
 * Watches one subject of one device against its reference: block means to the detectors, and believes them where enough
 * speak together and the subject has really gone somewhere. Once it has spoken, it is quiet until the subject came back.
 */
final class Vigil {
    /** A row further off than this is a broken row: it counts, but no more than this, in units of the reference. */
    static final double FARTHEST = 8;
    /** Windows of detectors, in blocks. */
    private static final int WINDOW = 60;

    private static final int NEWEST = 20;
    private static final int ADWIN_LEVELS = 9;
    /** Blocks over which the recent mean fades. */
    private static final double RECENT = 8;
    /** Detectors that speak within so many blocks speak together. */
    private static final int TOGETHER = 30;
    /** So many blocks back near the reference arm it again. */
    private static final int CALM = 32;

    private final Norm norm;
    private final DriftSettings settings;
    private final double unit;
    private final PageHinkley pageHinkley;
    private final Adwin adwin;
    private final Kswin kswin;
    private final StabilityIndex stability;
    /** By detector, the block at which it spoke last; {@link Long#MIN_VALUE} for never. */
    private final long[] spoke = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};

    private int last;
    private double statistic;
    private double bound;
    private double sum;
    private double unclipped;
    private int filled;
    private long blocks;
    private double shift;
    private double recent;
    private int calm;
    private boolean standing;

    /**
     * @param training what the model was trained with, in units of the norm; {@code null} where only the device's own
     *     reference is known
     */
    Vigil(Norm norm, DriftSettings settings, Shares training, long trainingRows) {
        this.norm = norm;
        this.settings = settings;
        this.unit = norm.unit();
        this.recent = norm.centre();
        // Half of the shift goes as allowance, as Page has it.
        this.pageHinkley = settings.has(DriftSettings.PAGE_HINKLEY)
                ? new PageHinkley(0, settings.shift() / 2, settings.threshold(), 1)
                : null;
        this.adwin = settings.has(DriftSettings.ADWIN) ? new Adwin(settings.delta(), 1, ADWIN_LEVELS) : null;
        this.kswin = settings.has(DriftSettings.KSWIN)
                ? new Kswin(WINDOW, NEWEST, settings.alpha(), norm.subject().hashCode())
                : null;
        double memory = norm.block() * Math.max(1, (1 + norm.correlation()) / (1 - Math.min(0.99, norm.correlation())));
        this.stability = settings.has(DriftSettings.STABILITY)
                ? new StabilityIndex(
                        training != null ? training : norm.shares(),
                        norm.rows() / 2.0,
                        memory,
                        training != null ? trainingRows : norm.rows())
                : null;
    }

    /**
     * @param value after the model's transform
     * @return whether it speaks at this row
     */
    boolean add(double value) {
        double units = Scale.units(value, norm.mean(), norm.deviation());
        if (stability != null) {
            stability.count(units);
        }
        unclipped += units;
        sum += Math.max(-FARTHEST, Math.min(FARTHEST, (units - norm.centre()) / unit));
        filled++;
        return filled == norm.block() && judge();
    }

    private boolean judge() {
        double mean = sum / filled;
        recent += (unclipped / filled - recent) / RECENT;
        shift += (mean - shift) / RECENT;
        ask(mean);
        filled = 0;
        sum = 0;
        unclipped = 0;
        blocks++;
        if (standing) {
            calm = Math.abs(shift) < settings.shift() / 2 ? calm + 1 : 0;
            standing = calm < CALM;
            return false;
        }
        standing = Math.abs(shift) >= settings.shift() && votes() >= settings.votes();
        calm = 0;
        return standing;
    }

    private void ask(double mean) {
        if (pageHinkley != null && pageHinkley.add(mean)) {
            speak(0, pageHinkley);
            pageHinkley.reset();
        }
        // ADWIN wants 0 to 1.
        if (adwin != null && adwin.add(mean / (2 * FARTHEST) + 0.5)) {
            speak(1, adwin);
        }
        if (kswin != null && kswin.add(mean)) {
            speak(2, kswin);
        }
        if (stability != null && stability.judge(norm.block())) {
            speak(3, stability);
        }
    }

    private void speak(int detector, Detector which) {
        spoke[detector] = blocks;
        last = detector;
        statistic = which.statistic();
        bound = which.bound();
    }

    private boolean isSpeaking(int detector) {
        return spoke[detector] != Long.MIN_VALUE && blocks - spoke[detector] <= TOGETHER;
    }

    private int votes() {
        int votes = 0;
        for (int i = 0; i < spoke.length; i++) {
            votes += isSpeaking(i) ? 1 : 0;
        }
        return votes;
    }

    /** Those that speak together, the last one first. */
    String speakers() {
        String[] names = {DriftSettings.PAGE_HINKLEY, DriftSettings.ADWIN, DriftSettings.KSWIN, DriftSettings.STABILITY
        };
        StringJoiner all = new StringJoiner("+").add(names[last]);
        for (int i = 0; i < names.length; i++) {
            if (i != last && isSpeaking(i)) {
                all.add(names[i]);
            }
        }
        return all.toString();
    }

    Norm norm() {
        return norm;
    }

    /** Whether it spoke and the subject has not come back since. */
    boolean isStanding() {
        return standing;
    }

    /** Figure of the detector that spoke last. */
    double statistic() {
        return statistic;
    }

    double bound() {
        return bound;
    }

    /** The mean of the last blocks, after the model's transform. */
    double recent() {
        return norm.mean() + recent * norm.deviation();
    }

    /** Population stability index; {@code NaN} before the first block or where it is not watched. */
    double index() {
        return stability != null ? stability.statistic() : Double.NaN;
    }
}
