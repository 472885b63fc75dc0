// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Codec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a contentInstance may hold, and around what. */
class OneM2mTest {
    private static List<String> read(String message) throws Codec.Malformed {
        Ledger ledger = new Ledger();
        new Onem2m().read(Speech.payload("application/vnd.onem2m-res+json", message), ledger);
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < ledger.count; i++) {
            Object value = ledger.kind[i] == Ledger.Kind.NUMBER ? (Object) ledger.number[i] : ledger.text[i];
            readings.add(ledger.source[i] + "=" + value);
        }
        return readings;
    }

    private static List<String> content(String cnf, String con) throws Codec.Malformed {
        return read("{\"m2m:cin\":{\"con\":" + con + (cnf.isEmpty() ? "" : ",\"cnf\":\"" + cnf + "\"") + "}}");
    }

    @Test
    void contentIsReadByItsFormat_whichMayComeLast() throws Exception {
        assertThat(content("text/plain:0", "\"23.5\"")).containsExactly("con=23.5");
        assertThat(content("", "\"ON\"")).containsExactly("con=ON");
        assertThat(content("", "\" 7 \"")).containsExactly("con=7");
        assertThat(content("", "23.5")).containsExactly("con=23.5");
        assertThat(content("", "{\"a\":{\"b\":1}}")).containsExactly("con/a/b=1.0");
        assertThat(content("", "\"{\\\"a\\\":1}\"")).containsExactly("con/a=1.0");
        assertThat(content("text/csv:0", "\"1.5, on,,-2e1\""))
                .containsExactly("con/0=1.5", "con/1=on", "con/2=", "con/3=-20.0");
        String base64 = Base64.getEncoder().encodeToString(Bodies.utf8("{\"a\":1}"));
        assertThat(content("application/json:1", "\"" + base64 + "\"")).containsExactly("con/a=1.0");
        assertThat(content("application/senml+json:0", "\"[{\\\"n\\\":\\\"x\\\",\\\"v\\\":1}]\""))
                .containsExactly("x=1.0");
    }

    @Test
    void flexContainer_givesItsCustomAttributes_andNothingElse() throws Exception {
        assertThat(read(
                        "{\"m2m:rqp\":{\"op\":1,\"pc\":{\"cod:tempe\":{\"ty\":28,\"ri\":\"1\",\"lbl\":[\"x\"],\"cnd\":\"org.onem2m\","
                                + "\"curT0\":23.5,\"unit\":\"C\",\"child\":{\"a\":1}}}}}"))
                .containsExactly("curT0=23.5", "unit=C");
    }
}
