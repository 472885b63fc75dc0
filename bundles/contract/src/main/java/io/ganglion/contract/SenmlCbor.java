// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.contract.units.Decimals;
import java.io.IOException;
import java.util.Base64;

/** SenML packs in CBOR (RFC 8428 section 6). Not thread-safe. */
final class SenmlCbor implements Codec.Reader {
    private static final int TEXT_LIMIT = 1 << 20;

    private static final CBORFactory FACTORY = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Settings.DEFAULT.maxDepth())
                    .maxStringLength(TEXT_LIMIT)
                    .build())
            .build();

    /** By the integer label, from -6 on. */
    private static final int[] LABELS = {
        SenmlPack.BASE_SUM,
        SenmlPack.BASE_VALUE,
        SenmlPack.BASE_UNIT,
        SenmlPack.BASE_TIME,
        SenmlPack.BASE_NAME,
        SenmlPack.VERSION,
        SenmlPack.NAME,
        SenmlPack.UNIT,
        SenmlPack.VALUE,
        SenmlPack.STRING,
        SenmlPack.BOOLEAN,
        SenmlPack.SUM,
        SenmlPack.TIME,
        SenmlPack.UPDATE,
        SenmlPack.DATA
    };

    /** What an integer of eight bytes begins with; one that is longer is bytes under a tag. */
    private static final byte POSITIVE = 0x1B;

    private static final byte NEGATIVE = 0x3B;

    private static final int LOWEST_LABEL = -6;
    private static final int LONGEST_LABEL = 2;

    private final SenmlPack pack = new SenmlPack();
    private byte[] body = {};

    @Override
    public void read(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        CBORParser parser = null;
        body = payload.body();
        try {
            parser = FACTORY.createParser(payload.body());
            pack.begin(payload.receivedAt());
            records(parser, sink);
        } catch (Refusal refusal) {
            throw new Codec.Malformed(refusal.asRejection(""));
        } catch (IOException | ArithmeticException e) {
            throw new Codec.Malformed(malformed(e, parser, payload.body().length));
        }
    }

    private Rejection malformed(Exception e, CBORParser parser, int length) {
        long offset =
                parser == null ? 0 : Math.min(length, parser.currentLocation().getByteOffset());
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        boolean deep = e instanceof StreamConstraintsException && said.contains("depth");
        boolean ended = e instanceof JsonEOFException
                || said.contains("end-of-input")
                || said.contains("End-of-input")
                || said.contains("unavailable");
        Reason reason = deep
                ? Reason.TOO_DEEP
                : e instanceof StreamConstraintsException
                        ? Reason.TOO_LARGE
                        : ended ? Reason.TRUNCATED : said.contains("UTF-8") ? Reason.WRONG_CHARSET : Reason.MALFORMED;
        return new Rejection(reason, pack.path(), "not CBOR: " + Refusal.quote(said), "", offset);
    }

    private void records(CBORParser parser, Codec.Sink sink) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new Refusal(Reason.MALFORMED, "", 0, "not SenML: a pack is an array of records");
        }
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY && token != null) {
            if (token != JsonToken.START_OBJECT) {
                throw wrong(parser, "", "a record is a map");
            }
            record(parser);
            pack.end(sink);
            token = parser.nextToken();
        }
        if (parser.nextToken() != null) {
            throw new Refusal(
                    Reason.MALFORMED,
                    "",
                    parser.currentTokenLocation().getByteOffset(),
                    "not SenML: something follows the pack");
        }
    }

    private void record(CBORParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String label = parser.currentName();
            int field = field(label);
            if ((pack.has & field) != 0) {
                throw new Refusal(
                        Reason.DUPLICATE_KEY,
                        pack.path() + "/" + SenmlPack.label(field),
                        parser.currentTokenLocation().getByteOffset(),
                        "the same label twice: " + Refusal.quote(label));
            }
            parser.nextToken();
            value(parser, field, label);
            pack.has |= field;
        }
    }

    private int field(String label) {
        int length = label.length();
        if (length > 0 && length <= LONGEST_LABEL && Character.isDigit(label.charAt(length - 1))) {
            char first = label.charAt(0);
            int digit = label.charAt(length - 1) - '0';
            boolean single = length == 1 || first == '-';
            int index = (length == 1 ? digit : -digit) - LOWEST_LABEL;
            return single && index >= 0 && index < LABELS.length ? LABELS[index] : 0;
        }
        return SenmlPack.field(label);
    }

    private void value(CBORParser parser, int field, String label) throws IOException {
        switch (field) {
            case SenmlPack.NAME -> pack.name = string(parser, field);
            case SenmlPack.BASE_NAME -> pack.baseName = string(parser, field);
            case SenmlPack.UNIT -> pack.unit = string(parser, field);
            case SenmlPack.BASE_UNIT -> pack.baseUnit = string(parser, field);
            case SenmlPack.STRING -> pack.text = string(parser, field);
            case SenmlPack.DATA -> pack.text = bytes(parser, field);
            case SenmlPack.VALUE -> pack.value = number(parser, field);
            case SenmlPack.SUM -> pack.sum = number(parser, field);
            case SenmlPack.BASE_VALUE -> pack.baseValue = number(parser, field);
            case SenmlPack.BASE_SUM -> pack.baseSum = number(parser, field);
            case SenmlPack.TIME -> pack.time = time(parser, field);
            case SenmlPack.BASE_TIME -> pack.baseTime = time(parser, field);
            case SenmlPack.VERSION -> pack.version = (int) number(parser, field);
            case SenmlPack.UPDATE -> number(parser, field);
            case SenmlPack.BOOLEAN -> pack.truth = truth(parser, field);
            default -> unknown(parser, label);
        }
    }

    private void unknown(CBORParser parser, String label) throws IOException {
        if (label.endsWith("_")) {
            throw wrong(parser, "", "a label that ends with _ must be understood, and is not: " + Refusal.quote(label));
        }
        parser.skipChildren();
    }

    private String string(CBORParser parser, int field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw misfit(parser, field, "text");
        }
        return parser.getText();
    }

    private String bytes(CBORParser parser, int field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_EMBEDDED_OBJECT) {
            throw misfit(parser, field, "bytes");
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parser.getBinaryValue());
    }

    private double number(CBORParser parser, int field) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw misfit(parser, field, "number");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER && !isPlainInteger(parser)) {
            // The library reads them as two's complement, which they are not.
            throw wrong(parser, "/" + SenmlPack.label(field), "big numbers are not read; send a float");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new Refusal(
                    Reason.NOT_FINITE,
                    pack.path() + "/" + SenmlPack.label(field),
                    parser.currentTokenLocation().getByteOffset(),
                    "must be a finite number: " + value);
        }
        return value;
    }

    private boolean isPlainInteger(CBORParser parser) {
        byte head = body[(int) parser.currentTokenLocation().getByteOffset()];
        return head == POSITIVE || head == NEGATIVE;
    }

    private long time(CBORParser parser, int field) throws IOException {
        double seconds = number(parser, field);
        long nanos = Decimals.nanos(seconds);
        if (nanos == Timestamps.INVALID) {
            throw new Refusal(
                    Reason.BAD_TIME,
                    pack.path() + "/" + SenmlPack.label(field),
                    parser.currentTokenLocation().getByteOffset(),
                    "seconds beyond this node's time: " + seconds);
        }
        return nanos;
    }

    private boolean truth(CBORParser parser, int field) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw misfit(parser, field, "truth value");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private Refusal misfit(CBORParser parser, int field, String due) {
        return wrong(parser, "/" + SenmlPack.label(field), "must be a " + due + ", not " + parser.currentToken());
    }

    private Refusal wrong(CBORParser parser, String field, String message) {
        return new Refusal(
                Reason.MALFORMED,
                pack.path() + field,
                parser.currentTokenLocation().getByteOffset(),
                "not SenML: " + message);
    }
}
