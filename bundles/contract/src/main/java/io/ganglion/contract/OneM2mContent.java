// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The content of a contentInstance: whatever the device put there, most often a text in another format, which {@code cnf}
 * names. Read when the whole instance is known, since {@code cnf} may come last. Not thread-safe.
 */
final class OneM2mContent {
    private static final String SOURCE = "con";
    /** Values of a line. */
    private static final int LINE_LIMIT = 1_000;

    String cnf = "";

    private final Leaves leaves = new Leaves();
    private final SenmlJson senml = new SenmlJson();
    private byte[] body;
    private boolean isText;
    private String path = "";

    void begin() {
        cnf = "";
        body = null;
    }

    /** Takes the value under the cursor. */
    void con(JsonReader reader, Skimmer skimmer, String where) {
        int c = reader.peek();
        int from = reader.pos;
        path = where;
        isText = c == '"';
        if (isText) {
            reader.string();
            body = reader.text().getBytes(StandardCharsets.UTF_8);
        } else {
            skimmer.value();
            body = Arrays.copyOfRange(reader.body, from, reader.pos);
        }
    }

    void read(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        if (body == null) {
            throw new Refusal(Reason.MALFORMED, path, -1, "not oneM2M: a contentInstance has con");
        }
        String type = MediaTypes.bare(cnf.indexOf(':') < 0 ? cnf : cnf.substring(0, cnf.indexOf(':')));
        if (cnf.endsWith(":1") || cnf.endsWith(":2")) {
            body = base64();
        }
        if (type.contains("senml") || (isText && type.isEmpty() && first() == '[')) {
            senml(payload, sink);
        } else if (!isText || type.contains("json") || first() == '{') {
            json(sink);
        } else if (type.equals("text/csv")) {
            line(sink);
        } else {
            scalar(SOURCE, new String(body, StandardCharsets.UTF_8), sink);
        }
    }

    private int first() {
        return body.length == 0 ? 0 : body[0];
    }

    private byte[] base64() {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED, path, -1, "not base64, which cnf " + Refusal.quote(cnf) + " says");
        }
    }

    private void senml(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        Payload inner = new Payload(
                payload.driver(),
                payload.contract(),
                payload.device(),
                payload.topic(),
                "application/senml+json",
                body,
                payload.receivedAt(),
                payload.replayed());
        try {
            senml.read(inner, sink);
        } catch (Codec.Malformed malformed) {
            Rejection r = malformed.rejection();
            throw new Codec.Malformed(new Rejection(r.reason(), path + r.path(), r.message(), r.contract(), -1));
        }
    }

    private void json(Codec.Sink sink) {
        try {
            leaves.begin(body);
            boolean object = leaves.reader.peek() == '{';
            leaves.value(sink, leaves.within(object ? "" : SOURCE, SOURCE + "/", path));
            leaves.end();
        } catch (Refusal refusal) {
            Rejection r = refusal.asRejection("");
            throw new Refusal(r.reason(), path + r.path(), -1, r.message());
        }
    }

    private void line(Codec.Sink sink) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String[] values = text.split(",", LINE_LIMIT);
        if (text.indexOf('\n') >= 0 || values.length == LINE_LIMIT) {
            throw new Refusal(Reason.TOO_LARGE, path, -1, "one line of fewer than " + LINE_LIMIT + " values is read");
        }
        for (int i = 0; i < values.length; i++) {
            scalar(SOURCE + "/" + i, values[i].strip(), sink);
        }
    }

    /** A number where the text is one as JSON writes it, else the text. */
    private void scalar(String source, String text, Codec.Sink sink) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && JsonReader.isNumber(bytes[0])) {
            JsonReader number = leaves.reader;
            number.reset(bytes);
            double value = number.numberOrNaN();
            if (!Double.isNaN(value) && number.isAtEnd()) {
                sink.number(source, Codec.UNTIMED, "", value, path);
                return;
            }
        }
        sink.text(source, Codec.UNTIMED, text.strip(), path);
    }
}
