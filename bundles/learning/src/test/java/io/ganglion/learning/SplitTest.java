// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final Recipe RECIPE = Fleet.recipe("");

    @Test
    void everyRowHeldOut_isLaterThanEveryRowLearnedFrom_overAllDevices() {
        List<Observation> early = Fleet.device("early", 0, 100);
        List<Observation> late = Fleet.device("late", 50, 100);
        Split split = Split.of(List.of(early, late), 0.4);

        Series first = Series.of(RECIPE, split, early);
        Series second = Series.of(RECIPE, split, late);

        long lastLearned = Math.max(
                early.get(first.fitEnd() - 1).time(),
                late.get(second.fitEnd() - 1).time());
        assertThat(late.get(second.fitEnd()).time()).isGreaterThan(lastLearned);
        assertThat(early.get(first.fitEnd()).time()).isGreaterThan(lastLearned);
        assertThat(late.get(second.checkEnd()).time())
                .isGreaterThan(late.get(second.checkEnd() - 1).time());
        assertThat(first.fitEnd() + second.fitEnd()).isBetween(100, 140);
    }

    @Test
    void windowsOfAPart_neverReachIntoThePartBefore() {
        List<Observation> rows = Fleet.device("a", 0, 100);
        Series device = Series.of(RECIPE, Split.of(List.of(rows), 0.4), rows);
        Windows held = new Windows(RECIPE.window(), 1e9);

        held.add(Fleet.identity(RECIPE), device, device.fitEnd(), device.checkEnd());

        // The fleet's first attribute counts rows, so a window's mean tells which rows are in it.
        double firstMean = held.rows().get(0)[0];
        assertThat(firstMean - (RECIPE.window() - 1) / 2.0).isEqualTo(device.fitEnd());
    }

    @Test
    void rowsOutOfOrder_areRefused() {
        List<Observation> rows = new ArrayList<>(Fleet.device("a", 0, 10));
        rows.add(rows.remove(3));

        assertThatThrownBy(() -> Series.of(RECIPE, Split.of(List.of(rows), 0.4), rows))
                .hasMessageContaining("not in order of time")
                .hasMessageContaining("row=9");
    }

    @Test
    void rowsOfOneMoment_cannotBeSplit() {
        assertThatThrownBy(() -> Split.of(List.of(Fleet.device("a", 0, 1)), 0.4))
                .hasMessageContaining("span no time");
    }
}
