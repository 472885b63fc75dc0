// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How records resolve, and how readings become rows. */
class SenmlTest {
    private static final long SECOND = 1_000_000_000L;

    private static List<String> resolve(String pack) throws Codec.Malformed {
        Ledger ledger = new Ledger();
        new Senml().read(Speech.payload("application/senml+json", pack), ledger);
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < ledger.count; i++) {
            String value = ledger.kind[i] == Ledger.Kind.NUMBER ? ledger.number[i] + ledger.text[i] : ledger.text[i];
            readings.add(ledger.source[i] + "=" + value + "@" + (ledger.time[i] - Bodies.NOW) / SECOND + " "
                    + ledger.path[i]);
        }
        return readings;
    }

    @Test
    void baseFields_holdForward_andTimesAreRelative() throws Exception {
        assertThat(
                        resolve(
                                "[{\"bn\":\"a:\",\"bt\":-10,\"bu\":\"A\",\"bv\":100,\"n\":\"x\",\"v\":1},"
                                        + "{\"n\":\"y\",\"v\":2,\"t\":3,\"u\":\"V\"},{\"bn\":\"b:\",\"n\":\"z\"},"
                                        + "{\"bt\":0,\"bv\":0,\"n\":\"z\",\"vs\":\"on\"},{\"n\":\"w\",\"s\":5,\"ut\":9,\"ignored\":[1]}]"))
                .containsExactly(
                        "a:x=101.0A@-10 /0/v",
                        "a:y=102.0V@-7 /1/v",
                        "b:z=100.0A@-10 /2/v",
                        "b:z=on@0 /3/vs",
                        "b:w=0.0A@0 /4/v",
                        "b:w#sum=5.0@0 /4/s");
    }

    @Test
    void recordWithBaseFieldsOnly_isNoReading() throws Exception {
        assertThat(resolve("[{\"bn\":\"a:\",\"bver\":10},{\"n\":\"x\",\"v\":1}]"))
                .containsExactly("a:x=1.0@0 /1/v");
    }

    private static String second(int t) {
        StringBuilder records = new StringBuilder();
        for (String name : Speech.NAMES) {
            records.append(",{\"n\":\"")
                    .append(name)
                    .append("\",\"t\":")
                    .append(t)
                    .append(",\"v\":")
                    .append(t + 20)
                    .append('}');
        }
        return records.toString();
    }

    @Test
    void severalTimes_areSeveralRows_oldestFirst_howeverTheyCome() {
        String pack = ("[{\"bn\":\"urn:dev:pump-7:\"}" + second(-1) + second(-3) + second(-2) + "]")
                .replace("dischargePressure\",\"t\"", "dischargePressure\",\"u\":\"hPa\",\"t\"")
                .replace("vibrationX\",\"t\"", "vibrationX\",\"u\":\"/100\",\"t\"")
                .replaceAll(
                        "\\{\"n\":\"vibration(.)\",(\"u\":\"/100\",)?(\"t\":-\\d),\"v\":\\d+",
                        "{\"n\":\"vibration$1\",$3,\"v\":1");
        Observations rows = (Observations) Speech.decode("application/senml+json", pack);
        assertThat(rows.rows())
                .extracting(row -> (row.time() - Bodies.NOW) / SECOND)
                .containsExactly(-3L, -2L, -1L);
        assertThat(rows.rows()).extracting(row -> row.values()[7]).containsExactly(17.0, 18.0, 19.0);
        assertThat(rows.rows()).extracting(row -> row.values()[3]).containsExactly(0.017, 0.018, 0.019);
    }

    @Test
    void readingsALittleApart_shareARow_whereTheMappingSaysSo() {
        StringBuilder pack = new StringBuilder("[{\"bn\":\"urn:dev:pump-7:\"}");
        for (int i = 0; i < Speech.NAMES.length; i++) {
            pack.append(
                    ",{\"n\":\"%s\",\"t\":%s,\"v\":%s}".formatted(Speech.NAMES[i], i / 100.0 - 5, Speech.VALUES[i]));
        }
        var contract = Mappings.pump(
                "{\"codec\":\"senml\",\"together\":\"PT0.1S\",\"device\":{\"prefix\":\"urn:dev:{device}:\"}}");
        var verdict = Speech.decoder(contract).decode(Speech.payload("", pack + "]"));
        assertThat(verdict).isInstanceOf(Observation.class);
        assertThat(((Observation) verdict).values()).containsExactly(Speech.VALUES);
        assertThat(((Observation) verdict).time()).isEqualTo(Bodies.NOW - 5 * SECOND);
    }
}
