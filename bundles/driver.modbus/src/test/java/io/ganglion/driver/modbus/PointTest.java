// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointTest {

    @ParameterizedTest
    @CsvSource({
        "x=holding:0:int16, 0xFB2E, -1234",
        "x=holding:0, 0xFDE8, 65000",
        "x=holding:0:int32, 0xF8A4 0x32EB, -123456789",
        "x=holding:0:uint32, 0xEE6B 0x2800, 4000000000",
        "x=holding:0:int64, 0xEEDD 0xEF0B 0x8216 0x7EEB, -1234567890123456789",
        "x=holding:0:uint64, 0xFFFF 0xFFFF 0xFFFF 0xFFFF, 18446744073709551615",
        "x=holding:0:float32, 0x3FAA 0x3D71, 1.33",
        "x=holding:0:float32:abcd, 0x3FAA 0x3D71, 1.33",
        "x=holding:0:float32:cdab, 0x3D71 0x3FAA, 1.33",
        "x=holding:0:float32:badc, 0xAA3F 0x713D, 1.33",
        "x=holding:0:float32:dcba, 0x713D 0xAA3F, 1.33",
        "x=input:0:float64, 0x4009 0x21FB 0x5444 0x2D18, 3.141592653589793",
        "x=holding:0:int16:abcd:0.1, 3, 0.3",
        "x=holding:0:int16:abcd:0.01:-40, 0xFFFF, -40.01",
        "x=holding:0:int16::0.1:, 3, 0.3",
        "x=holding:0:bit:4, 0x0010, true",
        "x=holding:0:bit:5, 0x0010, false",
        "x=holding:0:bit:4:1, 0x0010, 1",
        "x=coil:0, 1, true",
        "x=discrete:0:bit::10, 1, 10"
    })
    void registersBecomeTheNumberThatWasMeant(String entry, String registers, String json) {
        assertThat(Point.of(entry).json(values(registers), 0)).contains(json);
    }

    @ParameterizedTest
    @CsvSource({"0x7FC0 0x0000", "0x7F80 0x0000", "0xFF80 0x0000"})
    void whatIsNoNumberIsLeftOut(String registers) {
        assertThat(Point.of("x=holding:0:float32").json(values(registers), 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x=",
                "=holding:0",
                "x=holding",
                "x=pond:0",
                "x=holding:-1",
                "x=holding:65536",
                "x=holding:65535:int32",
                "x=holding:0:int12",
                "x=holding:0:int32:acbd",
                "x=coil:0:int16",
                "x=holding:0:bit:16",
                "x=holding:ten",
                "x=holding:0:int16:abcd:much",
                "x=holding:0:int16:abcd:1:0:0",
                "a\"b=holding:0",
                "a b=holding:0"
            })
    void anEntryThatIsNoneIsRefused_andNamed(String entry) {
        assertThatThrownBy(() -> Point.of(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neighboursGoTogether_strangersDoNot() {
        List<Span> plan = Span.plan(
                List.of(
                        Point.of("c=holding:4:float32"),
                        Point.of("a=holding:0:float32"),
                        Point.of("b=holding:2:float32"),
                        Point.of("far=holding:10"),
                        Point.of("i=input:6"),
                        Point.of("k=coil:6")),
                0);

        assertThat(plan)
                .extracting(Span::toString)
                .containsExactly("holding 0 to 5", "holding 10", "input 6", "coil 6");
        assertThat(plan.get(0).points()).extracting(Point::attribute).containsExactly("a", "b", "c");
    }

    @Test
    void aGapThatIsAllowedSavesARequest_andNoRequestIsTooLong() {
        List<Point> points = List.of(Point.of("a=holding:0"), Point.of("b=holding:4"), Point.of("c=holding:124:int32"));

        assertThat(Span.plan(points, 0)).hasSize(3);
        assertThat(Span.plan(points, 3)).hasSize(2);
        // 126 registers would be one too many.
        assertThat(Span.plan(points, 1_000))
                .extracting(Span::toString)
                .containsExactly("holding 0 to 4", "holding 124 to 125");
    }

    private static int[] values(String registers) {
        String[] words = registers.split(" ");
        int[] values = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = Integer.decode(words[i]);
        }
        return values;
    }
}
