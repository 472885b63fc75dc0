// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpotTest {

    @Test
    void caretStandsUnderTheOffendingByte() {
        String body = "{\"flow\": 1e999}";
        assertThat(Spot.mark(body.getBytes(UTF_8), body.indexOf("1e999")))
                .isEqualTo("{\"flow\": 1e999}\n         ^ byte 9");
    }

    @Test
    void inALongBodyOnlyTheNeighbourhoodIsShown() {
        String body = "a".repeat(5_000) + "!" + "b".repeat(5_000);
        String[] lines = Spot.mark(body.getBytes(UTF_8), 5_000).split("\n");
        assertThat(lines[0]).hasSizeLessThan(120).startsWith("...a").endsWith("b...");
        assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('!');
    }

    @Test
    void charactersOfSeveralBytesMoveTheCaretByOneColumn() {
        String body = "\"Kühlmittel\": x";
        int offset = "\"Kühlmittel\": ".getBytes(UTF_8).length;
        String[] lines = Spot.mark(body.getBytes(UTF_8), offset).split("\n");
        assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('x');
    }

    @Test
    void anEscapeSequenceReachesNoTerminal() {
        assertThat(Spot.mark("\u001b[2J\u0007{\u202e}".getBytes(UTF_8), 0))
                .doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void oneByteThatIsNoTextIsADot() {
        byte[] body = "{\"flow\": 1, \"x\": 2}".getBytes(UTF_8);
        body[2] = (byte) 0xff;
        assertThat(Spot.mark(body, 2)).isEqualTo("{\".low\": 1, \"x\": 2}\n  ^ byte 2");
    }

    @Test
    void binaryBodyIsAHexDumpAroundThePlace() {
        byte[] body = new byte[200];
        body[100] = (byte) 0xAB;
        body[101] = 'x';
        String[] lines = Spot.mark(body, 100).split("\n");
        assertThat(lines).hasSize(6);
        assertThat(lines[0]).startsWith("00000040  00 00");
        assertThat(lines[2]).isEqualTo("00000060  00 00 00 00 ab 78 00 00 00 00 00 00 00 00 00 00  .....x..........");
        assertThat(lines[3]).isEqualTo(" ".repeat(22) + "^ byte 100");
        assertThat(Spot.mark(new byte[] {0, 1}, -1)).isEqualTo("00000000  00 01" + " ".repeat(44) + "..");
        assertThat(Spot.mark(new byte[] {0, 1}, 2)).endsWith("\n                ^ byte 2");
    }

    @Test
    void withoutAPlaceTheBeginningIsShownUnmarked() {
        assertThat(Spot.mark("{}".getBytes(UTF_8), -1)).isEqualTo("{}");
        assertThat(Spot.mark(new byte[0], 0)).isEqualTo("(no bytes)");
    }

    @Test
    void truncatedDocumentIsMarkedBehindItsLastByte() {
        assertThat(Spot.mark("{\"a\":".getBytes(UTF_8), 5)).endsWith("\n     ^ byte 5");
        assertThat(Spot.mark("{\"a\":".getBytes(UTF_8), 1_000_000)).startsWith("{\"a\":");
    }
}
