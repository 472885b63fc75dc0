// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.ganglion.api.contract.Reason;
import java.io.IOException;

/** A protobuf message as fields on the wire, read in one pass without classes made for it. Not thread-safe. */
final class Wire {
    /** Groups and messages within each other. */
    private static final int DEPTH_LIMIT = 16;

    private final CodedInputStream in;
    private final String format;
    private int tag;

    Wire(byte[] body, String format) {
        this.in = CodedInputStream.newInstance(body);
        in.setRecursionLimit(DEPTH_LIMIT);
        this.format = format;
    }

    /** Something to read; runs with the fields of one message. */
    @FunctionalInterface
    interface Message {
        void read() throws IOException;
    }

    /** The number of the next field; 0 at the end of the message. */
    int next() throws IOException {
        tag = in.readTag();
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Reads a message that is the value of the current field. */
    void message(Message fields) throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int length = in.readRawVarint32();
        int limit = in.pushLimit(length);
        fields.read();
        if (!in.isAtEnd()) {
            throw new InvalidProtocolBufferException("a message ends with the wrong tag");
        }
        in.popLimit(limit);
    }

    private void expect(int type) throws IOException {
        if (WireFormat.getTagWireType(tag) != type) {
            throw new InvalidProtocolBufferException("field " + WireFormat.getTagFieldNumber(tag) + " has wire type "
                    + WireFormat.getTagWireType(tag) + " where " + type + " is due");
        }
    }

    long varint() throws IOException {
        expect(WireFormat.WIRETYPE_VARINT);
        return in.readRawVarint64();
    }

    boolean truth() throws IOException {
        return varint() != 0;
    }

    double float64() throws IOException {
        expect(WireFormat.WIRETYPE_FIXED64);
        return in.readDouble();
    }

    float float32() throws IOException {
        expect(WireFormat.WIRETYPE_FIXED32);
        return in.readFloat();
    }

    String text() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return in.readStringRequireUtf8();
    }

    void skip() throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that never began");
        }
    }

    int offset() {
        return in.getTotalBytesRead();
    }

    Refusal refuse(IOException e, String path) {
        String said = String.valueOf(e.getMessage());
        Reason reason = said.contains("ended unexpectedly")
                ? Reason.TRUNCATED
                : said.contains("UTF-8")
                        ? Reason.WRONG_CHARSET
                        : said.contains("nesting") ? Reason.TOO_DEEP : Reason.MALFORMED;
        return new Refusal(reason, path, offset(), "not " + format + ": " + Refusal.quote(said));
    }
}
