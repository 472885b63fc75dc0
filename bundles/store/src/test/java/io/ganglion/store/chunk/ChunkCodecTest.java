// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCodecTest {

    enum Kind {
        DECIMALS(random -> random.nextInt(1_000_000) / 1e4),
        DECIMALS_WITH_GAPS(random -> random.nextInt(3) == 0 ? Double.NaN : random.nextInt(1_000_000) / 1e4),
        ANY_BITS(random -> Double.longBitsToDouble(random.nextLong() & 0xBFFFFFFFFFFFFFFFL)),
        FULL_PRECISION(SplittableRandom::nextDouble),
        CONSTANT(random -> 230.1),
        NEVER(random -> Double.NaN),
        HUGE(random -> random.nextLong() * 1e200),
        TINY(random -> random.nextInt(100) * Double.MIN_VALUE),
        SIGNED_ZERO(random -> random.nextBoolean() ? -0.0 : 0.0),
        LARGE_WHOLE(random -> (double) (random.nextLong() >> 11)),
        INFINITE(random -> random.nextBoolean() ? Double.POSITIVE_INFINITY : 1);

        private final java.util.function.ToDoubleFunction<SplittableRandom> next;

        Kind(java.util.function.ToDoubleFunction<SplittableRandom> next) {
            this.next = next;
        }
    }

    private static List<Row> rows(SplittableRandom random, int count, DoubleSupplier values) {
        List<Row> rows = new ArrayList<>();
        long time = random.nextLong(-1L << 40, 1L << 60);
        for (int i = 0; i < count; i++) {
            time += random.nextInt(4) == 0 ? random.nextLong(1L << 40) : 1_000_000_000L;
            rows.add(new Row(
                    time,
                    new double[] {values.getAsDouble(), values.getAsDouble()},
                    List.of("mode " + random.nextInt(3), ""),
                    random.nextInt(9) == 0));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWritten_isReadAgain_toTheBit(Kind kind) {
        SplittableRandom random = new SplittableRandom(kind.ordinal());
        for (int count : new int[] {1, 2, 7, 300, 4_096}) {
            List<Row> rows = rows(random, count, () -> kind.next.applyAsDouble(random));
            rows.sort(Comparator.comparingLong(Row::time));
            for (boolean small : new boolean[] {true, false}) {
                byte[][] parts = ChunkCodec.split(ChunkCodec.join(new ChunkCodec().encode(Columns.of(rows), small)));
                Columns read = ChunkCodec.decode(parts, count, 2);
                for (int i = 0; i < count; i++) {
                    assertThat(read.row(i).saysTheSameAs(rows.get(i))).isTrue();
                    assertThat(read.row(i).replayed()).isEqualTo(rows.get(i).replayed());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFlippedBit_isNeverReadAsAValue(boolean small) {
        SplittableRandom random = new SplittableRandom(5);
        byte[][] parts =
                new ChunkCodec().encode(Columns.of(rows(random, 200, () -> random.nextInt(1_000) / 10.0)), small);
        byte[] part = parts[1];
        for (int bit = 0; bit < part.length * 8; bit++) {
            byte[] flipped = part.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThatThrownBy(() -> ChunkCodec.values(flipped, 200)).isInstanceOf(Damaged.class);
        }
        assertThatThrownBy(() -> ChunkCodec.values(new byte[3], 200)).isInstanceOf(Damaged.class);
    }
}
