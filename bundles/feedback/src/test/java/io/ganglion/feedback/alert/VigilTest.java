// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.feedback.Severity;
import io.ganglion.feedback.alert.AlertPolicy.Clear;
import io.ganglion.feedback.alert.AlertPolicy.Raise;
import io.ganglion.feedback.alert.Vigil.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VigilTest {
    private static final long SECOND = 1_000_000_000L;

    static AlertPolicy policy(Raise raise, Clear clear) {
        return new AlertPolicy(
                "uptime",
                "Pump",
                Pattern.compile(".*"),
                Pattern.compile(""),
                raise,
                clear,
                Ladder.ordinary(),
                List.of(),
                Map.of(),
                "",
                true);
    }

    private static AlertPolicy threeOfFive(int clear, int holdOff) {
        return policy(new Raise(3, 5, Duration.ZERO), new Clear(clear, Duration.ZERO, Duration.ofSeconds(holdOff)));
    }

    /** {@code x} is anomalous, {@code .} normal, one a second; what was said, as {@code A3 W9}: word and second. */
    private static List<String> said(Vigil vigil, String rows, double share) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < rows.length(); i++) {
            Word word = vigil.row(rows.charAt(i) == 'x', rows.charAt(i) == 'x' ? share : 0.5, i * SECOND);
            if (word != Word.NOTHING) {
                said.add(word.name().charAt(0) + "" + i);
                vigil.taken(word, i * SECOND);
            }
        }
        return said;
    }

    @Test
    void wornBearing_raisesOneAlert_notOnePerReading() {
        Vigil vigil = new Vigil(threeOfFive(4, 0));

        assertThat(said(vigil, "..x.xxxxxx.x....", 1.1)).containsExactly("A5", "W15");
        assertThat(vigil.from).isEqualTo(2 * SECOND);
        assertThat(vigil.rows).isEqualTo(8);
        assertThat(vigil.wellAt()).isEqualTo(12 * SECOND);
    }

    @Test
    void singleReadings_raiseNothing() {
        assertThat(said(new Vigil(threeOfFive(4, 0)), "x....x....x.x...x", 9)).isEmpty();
    }

    @Test
    void aRelapseWithinTheHoldOff_isTheSameEpisode() {
        Vigil vigil = new Vigil(threeOfFive(2, 8));

        // Well at 3, relapse at 6..8, well at 9 for good: said when 8 seconds passed without another.
        assertThat(said(vigil, "xxx...xxx.........", 1.1)).containsExactly("A2", "A8", "W17");
        assertThat(vigil.from).isZero();
        assertThat(vigil.wellAt()).isEqualTo(9 * SECOND);
    }

    @Test
    void aDurationRaisesToo_whereNothingNormalComesBetween() {
        AlertPolicy policy =
                policy(new Raise(20, 20, Duration.ofSeconds(4)), new Clear(3, Duration.ZERO, Duration.ZERO));

        assertThat(said(new Vigil(policy), "xxx.xxxxxx", 1.1)).containsExactly("A8");
    }

    @Test
    void itGetsWorseWithTheScoreThatLasts_andWithTime_neverBetter() {
        Vigil vigil = new Vigil(threeOfFive(4, 0));
        said(vigil, "xxx", 1.1);
        assertThat(vigil.severity).isEqualTo(Severity.LOW);

        vigil.row(true, 100, 3 * SECOND);
        assertThat(vigil.severity).isEqualTo(Severity.CRITICAL);
        said(vigil, "xxxxxxxxx", 1.1);
        assertThat(vigil.severity).isEqualTo(Severity.CRITICAL);

        Vigil aged = new Vigil(threeOfFive(4, 0));
        said(aged, "xxx", 1.1);
        assertThat(aged.row(true, 1.1, 3700 * SECOND)).isEqualTo(Word.ANOMALOUS);
        assertThat(aged.severity).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void whatNobodyTook_isSaidAgainWithTheNextRow() {
        Vigil vigil = new Vigil(threeOfFive(2, 0));
        said(vigil, "xx", 1.1);
        for (int i = 2; i < 6; i++) {
            assertThat(vigil.row(true, 1.1, i * SECOND)).isEqualTo(Word.ANOMALOUS);
            vigil.refused();
        }
        assertThat(vigil.row(true, 1.1, 6 * SECOND)).isEqualTo(Word.ANOMALOUS);
        vigil.taken(Word.ANOMALOUS, 6 * SECOND);
        assertThat(vigil.row(true, 1.1, 7 * SECOND)).isEqualTo(Word.NOTHING);

        assertThat(vigil.row(false, 0, 8 * SECOND)).isEqualTo(Word.NOTHING);
        assertThat(vigil.row(false, 0, 9 * SECOND)).isEqualTo(Word.WELL);
        vigil.refused();
        assertThat(vigil.row(false, 0, 10 * SECOND)).isEqualTo(Word.WELL);
    }

    @Test
    void aResumedSpellGoesOn_andEndsAsTheFirstWouldHave() {
        Vigil vigil = Vigil.resumed(threeOfFive(3, 0), new Spell(5 * SECOND, 90 * SECOND, 40, 2.5, Severity.HIGH, 0));

        assertThat(vigil.row(true, 1.1, 100 * SECOND)).isEqualTo(Word.ANOMALOUS);
        vigil.taken(Word.ANOMALOUS, 100 * SECOND);
        assertThat(vigil.from).isEqualTo(5 * SECOND);
        assertThat(vigil.rows).isEqualTo(41);
        assertThat(vigil.severity).isEqualTo(Severity.HIGH);
        vigil.row(false, 0, 101 * SECOND);
        vigil.row(false, 0, 102 * SECOND);
        assertThat(vigil.row(false, 0, 103 * SECOND)).isEqualTo(Word.WELL);
        assertThat(vigil.wellAt()).isEqualTo(101 * SECOND);
    }

    /** Says the same by looking at the whole past anew with each row. */
    private static final class Oracle {
        private final AlertPolicy policy;
        private final List<Boolean> rows = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private final List<long[]> episodes = new ArrayList<>();
        private boolean raised;
        private boolean quiet;
        /** Rows before it do not count for raising. */
        private int memory;

        private long from;
        private long wellAt;

        Oracle(AlertPolicy policy) {
            this.policy = policy;
        }

        void row(boolean anomalous, long time) {
            rows.add(anomalous);
            times.add(time);
            int last = rows.size() - 1;
            if (!raised) {
                if (anomalous && isRaised(last)) {
                    raised = true;
                    quiet = false;
                    from = begin(last);
                }
            } else if (!quiet) {
                int normal = 0;
                while (normal <= last && !rows.get(last - normal)) {
                    normal++;
                }
                if (normal > 0) {
                    long first = times.get(last - normal + 1);
                    Clear clear = policy.clear();
                    boolean over = (clear.rows() > 0 && normal >= clear.rows())
                            || (!clear.after().isZero()
                                    && time - first >= clear.after().toNanos());
                    if (over) {
                        quiet = true;
                        wellAt = first;
                        memory = last + 1;
                        end(time, last);
                    }
                }
            } else if (anomalous && isRaised(last)) {
                quiet = false;
            } else {
                end(time, last);
            }
        }

        private void end(long time, int last) {
            if (time - wellAt >= policy.clear().holdOff().toNanos()) {
                episodes.add(new long[] {from, wellAt});
                raised = false;
                quiet = false;
                memory = last + 1;
            }
        }

        private int run(int last) {
            int first = last;
            while (first > 0 && rows.get(first - 1)) {
                first--;
            }
            return first;
        }

        private boolean isRaised(int last) {
            int count = 0;
            for (int i = Math.max(memory, last - policy.raise().of() + 1); i <= last; i++) {
                count += rows.get(i) ? 1 : 0;
            }
            Duration after = policy.raise().after();
            return count >= policy.raise().rows()
                    || (!after.isZero() && times.get(last) - times.get(run(last)) >= after.toNanos());
        }

        private long begin(int last) {
            long begin = times.get(run(last));
            for (int i = Math.max(memory, last - policy.raise().of() + 1); i <= last; i++) {
                begin = rows.get(i) ? Math.min(begin, times.get(i)) : begin;
            }
            return begin;
        }
    }

    @Test
    void drawnSequences_areTheEpisodesThatASlowLookAtTheWholePastFinds() {
        SplittableRandom random = new SplittableRandom(20);
        long found = 0;
        for (int draw = 0; draw < 2_000; draw++) {
            int of = random.nextInt(1, 13);
            AlertPolicy policy = policy(
                    new Raise(random.nextInt(1, of + 1), of, Duration.ofSeconds(random.nextInt(3) * 4L)),
                    new Clear(
                            random.nextInt(1, 8),
                            Duration.ofSeconds(random.nextInt(3) * 5L),
                            Duration.ofSeconds(random.nextInt(3) * 6L)));
            Vigil vigil = new Vigil(policy);
            Oracle oracle = new Oracle(policy);
            List<long[]> episodes = new ArrayList<>();
            double sick = random.nextDouble();
            long time = 0;
            for (int row = 0; row < 200; row++) {
                sick = random.nextInt(20) == 0 ? random.nextDouble() : sick;
                time += random.nextInt(1, 4) * SECOND;
                boolean anomalous = random.nextDouble() < sick * sick;
                Word word = vigil.row(anomalous, 1.2, time);
                if (word == Word.WELL) {
                    episodes.add(new long[] {vigil.from, vigil.wellAt()});
                }
                // Some are not taken, and must come again; the oracle's end is the first that was said.
                vigil.taken(word == Word.NOTHING ? Word.NOTHING : word, time);
                oracle.row(anomalous, time);
                assertThat(episodes).as("draw %d row %d", draw, row).hasSameSizeAs(oracle.episodes);
            }
            for (int i = 0; i < episodes.size(); i++) {
                assertThat(episodes.get(i)).as("draw %d", draw).containsExactly(oracle.episodes.get(i));
            }
            found += episodes.size();
        }
        assertThat(found).isGreaterThan(3_000);
    }
}
