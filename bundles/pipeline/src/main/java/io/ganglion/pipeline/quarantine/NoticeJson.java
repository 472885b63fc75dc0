// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.Json;
import io.ganglion.pipeline.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The body of a quarantine notice. Not thread-safe. */
final class NoticeJson {

    /** How much of the body goes along, bytes. The rest is in the quarantine. */
    static final int EXCERPT = 1024;

    private final Json json = new Json();
    private final Timestamp time = new Timestamp();
    private final Json.Fields<QuarantinedPayload> fields = this::write;

    byte[] body(QuarantinedPayload quarantined) {
        return json.object(fields, quarantined);
    }

    private void write(JsonGenerator out, QuarantinedPayload quarantined) throws IOException {
        Payload payload = quarantined.payload();
        Rejection rejection = quarantined.rejection();
        out.writeNumberField("id", quarantined.id());
        Json.text(out, "device", payload.device());
        Json.text(out, "contract", payload.contract());
        int at = rejection.contract().indexOf('@');
        out.writeStringField(
                "contractVersion", at < 0 ? null : rejection.contract().substring(at + 1));
        out.writeStringField("reason", rejection.reason().name());
        Json.text(out, "path", Kept.cut(rejection.path()));
        Json.text(out, "message", Kept.cut(rejection.message()));
        out.writeNumberField("offset", rejection.offset());
        out.writeNumberField("bytes", quarantined.bytes());
        time.write(out, "receivedAt", payload.receivedAt());
        Json.text(out, "topic", Kept.cut(payload.topic()));
        Json.text(out, "driver", Kept.cut(payload.driver()));
        Json.text(out, "mediaType", Kept.cut(payload.mediaType()));
        excerpt(out, payload.body());
    }

    private static void excerpt(JsonGenerator out, byte[] body) throws IOException {
        byte[] beginning = body.length <= EXCERPT ? body : Arrays.copyOf(body, EXCERPT);
        Optional<String> text = text(beginning, body.length > EXCERPT);
        out.writeStringField("excerptEncoding", text.isPresent() ? "text" : "base64");
        out.writeStringField("excerpt", text.orElseGet(() -> Base64.getEncoder().encodeToString(beginning)));
    }

    /** The bytes as text where they are UTF-8; a character that the cut split is left out. */
    private static Optional<String> text(byte[] bytes, boolean cut) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, !cut);
        try {
            if (result.isError()) {
                result.throwException();
            }
            return Optional.of(chars.flip().toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
