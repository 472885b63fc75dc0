// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** The payload of Eclipse Kura: metrics by name, one time, a position. */
@Component
public final class KuraPayload implements Codec {
    private static final int TIMESTAMP = 1;
    private static final int POSITION = 2;
    private static final int METRIC = 5000;

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int FIRST_VALUE = 3;
    private static final int LAST_VALUE = 9;

    private static final int DOUBLE = 3;
    private static final int FLOAT = 4;
    private static final int INT64 = 5;
    private static final int INT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;

    /** Latitude, longitude, altitude, precision, heading, speed: fields 1 to 6. */
    private static final String[] POSITIONS = {"", "latitude", "longitude", "altitude", "precision", "heading", "speed"
    };

    private static final Paths PATHS = new Paths("metric[", "]");

    @Override
    public String name() {
        return "kura";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/x-kura-payload", "application/vnd.eclipse.kura+protobuf");
    }

    /** A time, then metrics, whose field number no other format has, or a position, which begins with its latitude. */
    @Override
    public boolean recognises(byte[] body) {
        int at = ProtobufMarks.afterTimestamp(body);
        return ProtobufMarks.is(body, at, 0xC2, 0xB8, 0x02)
                || (ProtobufMarks.is(body, at, 0x12) && ProtobufMarks.is(body, at + 2, 0x09));
    }

    @Override
    public void read(Payload payload, Sink sink) throws Malformed {
        new Message(payload.body(), sink).read();
    }

    /** One message; its fields may come in any order. */
    private static final class Message {
        private final Wire wire;
        private final Sink sink;
        private int metrics = -1;
        private String path = "";

        // The metric that is read now.
        private String name;
        private int type;
        private int present;
        private double number;
        private boolean truth;
        private String text;

        Message(byte[] body, Sink sink) {
            this.wire = new Wire(body, "a Kura payload");
            this.sink = sink;
        }

        void read() throws Malformed {
            try {
                fields();
            } catch (IOException e) {
                throw new Malformed(wire.refuse(e, path).asRejection(""));
            } catch (Refusal refusal) {
                throw new Malformed(refusal.asRejection(""));
            }
        }

        private void fields() throws IOException {
            for (int field = wire.next(); field != 0; field = wire.next()) {
                switch (field) {
                    case TIMESTAMP -> sink.time(time(wire.varint(), "timestamp"));
                    case POSITION -> {
                        path = "position";
                        wire.message(this::position);
                    }
                    case METRIC -> {
                        path = PATHS.at(++metrics);
                        wire.message(this::metric);
                    }
                    default -> wire.skip();
                }
            }
        }

        private long time(long millis, String where) {
            long at = Times.millis(millis);
            if (at == Timestamps.INVALID) {
                throw new Refusal(
                        Reason.BAD_TIME, where, wire.offset(), "milliseconds beyond this node's time: " + millis);
            }
            return at;
        }

        private void position() throws IOException {
            for (int field = wire.next(); field != 0; field = wire.next()) {
                if (field < POSITIONS.length) {
                    String what = "position." + POSITIONS[field];
                    sink.about(what, Double.toString(wire.float64()), what);
                } else {
                    wire.skip();
                }
            }
        }

        private void metric() throws IOException {
            name = null;
            type = -1;
            present = 0;
            for (int field = wire.next(); field != 0; field = wire.next()) {
                switch (field) {
                    case NAME -> name = wire.text();
                    case TYPE -> type = (int) wire.varint();
                    default -> value(field);
                }
            }
            emit();
        }

        private void value(int field) throws IOException {
            switch (field) {
                case DOUBLE -> number = wire.float64();
                case FLOAT -> number = wire.float32();
                case INT64 -> number = wire.varint();
                case INT32 -> number = (int) wire.varint();
                case BOOL -> truth = wire.truth();
                case STRING -> text = wire.text();
                default -> wire.skip();
            }
            present |= field >= FIRST_VALUE && field <= LAST_VALUE ? 1 << field : 0;
        }

        private void emit() {
            if (name == null || type < 0) {
                throw wrong("a metric has a name and a type");
            }
            int due = type + FIRST_VALUE;
            if (due > LAST_VALUE || present != 1 << due) {
                if (present == 0 && due <= LAST_VALUE) {
                    sink.absent(name, UNTIMED, "the metric has no value", path);
                    return;
                }
                throw wrong("metric " + Refusal.quote(name) + " of type " + type + " has not the value of that type");
            }
            switch (due) {
                case BOOL -> sink.truth(name, UNTIMED, truth, path);
                case STRING -> sink.text(name, UNTIMED, text, path);
                case LAST_VALUE -> sink.absent(name, UNTIMED, "the metric holds bytes", path);
                default -> sink.number(name, UNTIMED, "", number, path);
            }
        }

        private Refusal wrong(String message) {
            return new Refusal(Reason.MALFORMED, path, wire.offset(), "not a Kura payload: " + message);
        }
    }
}
