// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Severity;

/** The watch over one device: constant memory, and a few additions a row. One thread. */
final class Vigil {
    /** Between two words about a spell that goes on, by the time of the observations. */
    static final long NEWS_NANOS = 10_000_000_000L;

    private enum Phase {
        CALM,
        RAISED,
        /** Well so far, but a relapse would still belong to the spell. */
        QUIET
    }

    final AlertPolicy policy;
    private final long[] times;
    private Phase phase = Phase.CALM;
    private long bits;
    private int at;
    private long run;
    private boolean running;
    private int normal;
    private long wellAt;
    private double level;
    private long said;
    private boolean silent;

    /** Of the spell: its beginning, anomalous rows, highest share, severity. */
    long from;

    long rows;
    double peak;
    Severity severity = Severity.LOW;

    Vigil(AlertPolicy policy) {
        this.policy = policy;
        times = new long[policy.raise().of()];
    }

    /** One that goes on with a spell that is known already. */
    static Vigil resumed(AlertPolicy policy, Spell spell) {
        Vigil vigil = new Vigil(policy);
        vigil.phase = Phase.RAISED;
        vigil.from = spell.from();
        vigil.rows = spell.rows();
        vigil.peak = spell.score();
        vigil.level = 1;
        vigil.severity = spell.severity();
        vigil.said = spell.seen();
        return vigil;
    }

    /** What is to be said after a row. */
    enum Word {
        NOTHING,
        ANOMALOUS,
        WELL
    }

    /**
     * @param share score over threshold
     * @param time of the observation, nanoseconds since the epoch
     */
    Word row(boolean anomalous, double share, long time) {
        if (anomalous) {
            level += (share - level) * (level == 0 ? 1 : 2.0 / (policy.raise().rows() + 1));
            run = running ? run : time;
        }
        running = anomalous;
        remember(anomalous, time);
        return switch (phase) {
            case CALM -> calm(anomalous, share, time);
            case RAISED -> raised(anomalous, share, time);
            case QUIET -> quiet(anomalous, share, time);
        };
    }

    private void remember(boolean anomalous, long time) {
        long bit = 1L << at;
        bits = anomalous ? bits | bit : bits & ~bit;
        times[at] = time;
        at = (at + 1) % times.length;
    }

    private Word calm(boolean anomalous, double share, long time) {
        if (bits == 0) {
            level = 0;
            peak = 0;
            return Word.NOTHING;
        }
        peak = anomalous ? Math.max(peak, share) : peak;
        if (!anomalous || !isRaised(time)) {
            return Word.NOTHING;
        }
        phase = Phase.RAISED;
        from = oldest(time);
        rows = Long.bitCount(bits);
        normal = 0;
        severity = Severity.LOW;
        judge(time);
        silent = true;
        return Word.ANOMALOUS;
    }

    private boolean isRaised(long time) {
        long after = policy.raise().after().toNanos();
        return Long.bitCount(bits) >= policy.raise().rows() || (after > 0 && running && time - run >= after);
    }

    private long oldest(long time) {
        long oldest = running ? Math.min(run, time) : time;
        for (int i = 0; i < times.length; i++) {
            if ((bits >>> i & 1) == 1) {
                oldest = Math.min(oldest, times[i]);
            }
        }
        return oldest;
    }

    private Word raised(boolean anomalous, double share, long time) {
        if (anomalous) {
            rows++;
            peak = Math.max(peak, share);
            normal = 0;
            Severity before = severity;
            judge(time);
            boolean due = silent || severity != before || Math.abs(time - said) >= NEWS_NANOS;
            return due ? Word.ANOMALOUS : Word.NOTHING;
        }
        wellAt = normal == 0 ? time : wellAt;
        normal++;
        long after = policy.clear().after().toNanos();
        boolean clear =
                (policy.clear().rows() > 0 && normal >= policy.clear().rows()) || (after > 0 && time - wellAt >= after);
        if (clear) {
            phase = Phase.QUIET;
            bits = 0;
            return over(time);
        }
        return Word.NOTHING;
    }

    private Word quiet(boolean anomalous, double share, long time) {
        if (anomalous) {
            peak = Math.max(peak, share);
            rows++;
            if (isRaised(time)) {
                phase = Phase.RAISED;
                normal = 0;
                judge(time);
                return Word.ANOMALOUS;
            }
        }
        return over(time);
    }

    private Word over(long time) {
        return time - wellAt >= policy.clear().holdOff().toNanos() ? Word.WELL : Word.NOTHING;
    }

    private void judge(long time) {
        Severity now = policy.ladder().of(level, Math.max(0, time - from));
        severity = now.compareTo(severity) > 0 ? now : severity;
    }

    /** Its word was taken: an end is an end then, and the same is not said again at once. */
    void taken(Word word, long time) {
        silent = false;
        said = time;
        if (word == Word.WELL) {
            phase = Phase.CALM;
            bits = 0;
            level = 0;
            peak = 0;
        }
    }

    /** Nobody took it: it is said again with the next row. */
    void refused() {
        silent = true;
    }

    /** First instant at which the device was well again. */
    long wellAt() {
        return Math.max(wellAt, from);
    }
}
