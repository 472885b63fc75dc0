// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.Plant;
import io.ganglion.pipeline.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class NoticeJsonTest {

    private final NoticeJson json = new NoticeJson();

    private JsonNode notice(byte[] body, Rejection rejection) throws Exception {
        byte[] written = json.body(new QuarantinedPayload(7, Plant.payload("pump-1", body), body.length, rejection));
        JsonNode notice = new ObjectMapper().readTree(written);
        Schema.of("quarantine").verify(notice);
        return notice;
    }

    private static Rejection rejection(String message, String contract) {
        return new Rejection(Reason.WRONG_TYPE, "/level", message, contract, 3);
    }

    @Test
    void textIsShownAsText_binaryAsBase64() throws Exception {
        assertThat(notice("häh".getBytes(StandardCharsets.UTF_8), rejection("m", "Gauge@1.0.0"))
                        .get("excerpt")
                        .asText())
                .isEqualTo("häh");
        byte[] binary = {(byte) 0xC3, 0, (byte) 0xFF};
        JsonNode notice = notice(binary, rejection("m", "Gauge"));
        assertThat(notice.get("excerptEncoding").asText()).isEqualTo("base64");
        assertThat(notice.get("excerpt").asText()).isEqualTo(Base64.getEncoder().encodeToString(binary));
        assertThat(notice.get("contractVersion").isNull()).isTrue();
    }

    @Test
    void excerptEndsBeforeACharacterThatTheCutSplits() throws Exception {
        byte[] body = ("x".repeat(1023) + "ä").getBytes(StandardCharsets.UTF_8);
        assertThat(notice(body, rejection("m", "Gauge")).get("excerpt").asText())
                .isEqualTo("x".repeat(1023));
    }

    @Test
    void halfACharacterInAMessage_doesNotCostTheNotice() throws Exception {
        JsonNode notice = notice(new byte[0], rejection("bad \ud800 value", "Gauge"));
        assertThat(notice.get("message").asText()).startsWith("bad ").endsWith(" value");
        assertThat(notice(new byte[0], rejection("fine", "Gauge"))
                        .get("message")
                        .asText())
                .isEqualTo("fine");
    }
}
