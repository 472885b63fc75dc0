// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SixTonguesTest {
    private static Map<String, byte[]> said() {
        Map<String, byte[]> said = new LinkedHashMap<>();
        said.put("application/senml+json", Bodies.utf8(Speech.SENML));
        said.put("application/senml+cbor", Speech.senmlCbor());
        said.put("application/vnd.onem2m-res+json", Bodies.utf8(Speech.CONTENT_INSTANCE));
        said.put("application/vnd.onem2m-ntfy+json", Bodies.utf8(Speech.FLEX_CONTAINER));
        said.put("application/x-kura-payload", Speech.kura());
        said.put("application/x-sparkplug-b", Speech.sparkplugBirth());
        said.put("application/json", Bodies.utf8(Speech.PLAIN));
        said.put("application/ld+json", Bodies.utf8(Bodies.KEY_VALUES));
        return said;
    }

    private static void isThePump(String how, Verdict verdict) {
        assertThat(verdict).as(how).isInstanceOf(Observation.class);
        Observation row = (Observation) verdict;
        Observation due = (Observation) Bodies.decode(Bodies.pump(), Bodies.payload(Bodies.KEY_VALUES));
        assertThat(row.values()).as(how).containsExactly(due.values());
        assertThat(row.time()).as(how).isEqualTo(due.time());
        assertThat(row.good()).as(how).isEqualTo(due.good());
        assertThat(row.entity()).as(how).isEqualTo(due.entity());
    }

    @Test
    void samePumpThroughSixTongues_givesTheSameRow() {
        Decoder decoder = Speech.decoder(Bodies.pump());
        said().forEach((mediaType, body) -> isThePump(mediaType, decoder.decode(Speech.payload(mediaType, body))));
    }

    @Test
    void withoutAMediaType_theFirstBytesTell() {
        Decoder decoder = Speech.decoder(Bodies.pump());
        said().forEach((mediaType, body) -> {
            isThePump("untyped " + mediaType, decoder.decode(Speech.payload("", body)));
            isThePump("bytes " + mediaType, decoder.decode(Speech.payload("application/octet-stream", body)));
        });
    }

    @Test
    void compressed_theyAreTheSame() {
        Decoder decoder = Speech.decoder(Bodies.pump());
        said().forEach((mediaType, body) -> {
            isThePump("gzip " + mediaType, decoder.decode(Speech.payload(mediaType, Speech.gzip(body))));
            isThePump("+gzip " + mediaType, decoder.decode(Speech.payload(mediaType + "+gzip", Speech.gzip(body))));
            isThePump("gzip, untyped " + mediaType, decoder.decode(Speech.payload("", Speech.gzip(body))));
        });
    }

    @Test
    void eachTongueKeepsTheSameRange_withAPathOfItsOwn() {
        expect("application/senml+json", Speech.SENML.replace("1330.2", "130000"), Reason.OUT_OF_RANGE, "/2/v");
        expect(
                "application/vnd.onem2m-res+json",
                Speech.CONTENT_INSTANCE.replace("1.3302", "130"),
                Reason.OUT_OF_RANGE,
                "/m2m:cin/con/motorCurrent");
        expect(
                "application/vnd.onem2m-ntfy+json",
                Speech.FLEX_CONTAINER.replace("1.3302", "130"),
                Reason.OUT_OF_RANGE,
                "/pc/m2m:sgn/nev/rep/plant:pump/motorCurrent");
        expect("application/json", Speech.PLAIN.replace("1330.2", "130000"), Reason.OUT_OF_RANGE, "/motor/current_mA");
    }

    @Test
    void whatIsNotMapped_isNamedInTheRefusal() {
        Decoder host = Speech.decoder(Bodies.compile("Pump", "1.0.0", Bodies.PUMP.resolve("contract")));
        Rejection unknown = (Rejection) host.decode(Speech.payload("application/xml", "<a/>"));
        assertThat(unknown.reason()).isEqualTo(Reason.UNSUPPORTED_MEDIA_TYPE);
        assertThat(unknown.message()).contains("application/senml+cbor").endsWith("application/xml");
        Rejection bare = (Rejection)
                Speech.decoder(Bodies.oven()).decode(Speech.payload("application/senml+json", Speech.SENML));
        assertThat(bare.reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
    }

    private static void expect(String mediaType, String body, Reason reason, String path) {
        Verdict verdict = Speech.decode(mediaType, body);
        assertThat(verdict).isInstanceOf(Rejection.class);
        assertThat(((Rejection) verdict).reason()).as(verdict.toString()).isEqualTo(reason);
        assertThat(((Rejection) verdict).path()).as(verdict.toString()).isEqualTo(path);
        assertThat(((Rejection) verdict).contract()).isEqualTo("Pump@1.0.0");
    }
}
