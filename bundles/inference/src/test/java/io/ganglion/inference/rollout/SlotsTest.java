// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final List<ModelId> MODELS =
            List.of(ModelId.parse("m@1.1.0"), ModelId.parse("m@1.2.0"), ModelId.parse("n@1.0.0"));

    private static RoutePlan plan(double... shares) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            trials.add(Trial.challenger(MODELS.get(i), shares[i]));
        }
        return new RoutePlan("Pump", Optional.empty(), trials);
    }

    @Test
    void aShare_isThatShareOfTheDevices() {
        BitSet slots = Slots.allot(Map.of(), plan(0.1)).get(MODELS.get(0));
        long own = 0;
        for (int i = 0; i < 20_000; i++) {
            own += slots.get(Slots.of("Pump", "pump-" + i)) ? 1 : 0;
        }
        assertThat(own / 20_000.0).isCloseTo(0.1, within(0.01));
    }

    @Test
    void whateverTheSharesDo_aChallengerKeepsItsDevicesWhileItsOwnDoesNotFall_andNoDeviceHasTwo() {
        Random random = new Random(11);
        Map<ModelId, BitSet> slots = Map.of();
        double[] before = {0, 0, 0};
        for (int step = 0; step < 2_000; step++) {
            double[] shares = before.clone();
            int which = random.nextInt(3);
            double room = 1 - shares[(which + 1) % 3] - shares[(which + 2) % 3];
            shares[which] = Math.round(random.nextDouble() * room * 1_000) / 1_000.0;
            if (shares[0] + shares[1] + shares[2] > 1) {
                continue;
            }
            Map<ModelId, BitSet> now = Slots.allot(slots, plan(shares));
            BitSet all = new BitSet();
            for (int i = 0; i < 3; i++) {
                BitSet own = now.get(MODELS.get(i));
                assertThat(own.cardinality()).isEqualTo((int) Math.round(shares[i] * Slots.COUNT));
                assertThat(all.intersects(own)).as("no device has two").isFalse();
                all.or(own);
                BitSet had =
                        (BitSet) slots.getOrDefault(MODELS.get(i), new BitSet()).clone();
                boolean rose = shares[i] >= before[i];
                (rose ? had : own).andNot(rose ? own : had);
                assertThat(rose ? had : own).as("it keeps what it had").matches(BitSet::isEmpty);
            }
            slots = Slots.allot(slots, plan(shares));
            before = shares;
        }
    }

    @Test
    void slotsAsText_areTheSameSlots() {
        BitSet slots = new BitSet();
        slots.set(0);
        slots.set(7, 100);
        slots.set(9_999);
        assertThat(Slots.text(slots)).isEqualTo("0,7-99,9999");
        assertThat(Slots.parse(Slots.text(slots))).isEqualTo(slots);
        assertThat(Slots.parse("")).matches(BitSet::isEmpty);
    }

    @Test
    void aDevicesSlot_isTheSameForever() {
        assertThat(List.of(Slots.of("Pump", "pump-1"), Slots.of("Pump", "pump-2"), Slots.of("Host", "pump-1")))
                .doesNotHaveDuplicates()
                .isEqualTo(List.of(Slots.of("Pump", "pump-1"), Slots.of("Pump", "pump-2"), Slots.of("Host", "pump-1")));
    }

    @Test
    void tags_areGlobsOfNames_andOneWithoutGlobsHasNoDevices() {
        Tags tags = Tags.of(Map.of("canary", " pump-1, pump-2?,*.lab ", "none", ""));
        assertThat(List.of("pump-1", "pump-21", "x.lab", "pump-2", "pump-11", "xxlab"))
                .filteredOn(
                        name -> Tags.pattern(tags.of("canary")).matcher(name).matches())
                .containsExactly("pump-1", "pump-21", "x.lab");
        assertThat(Tags.pattern(tags.of("none")).matcher("").matches()).isFalse();
        assertThat(Tags.pattern(tags.of("unheard")).matcher("pump-1").matches()).isFalse();
    }
}
