// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/** How the protobuf formats of the plant begin: both may have a time in field 1, then they differ. */
final class ProtobufMarks {
    private static final int FIELD_1_VARINT = 0x08;
    private static final int VARINT_LIMIT = 10;

    private ProtobufMarks() {}

    /** Where the body goes on behind a time in field 1; 0 where it has none. */
    static int afterTimestamp(byte[] body) {
        if (!is(body, 0, FIELD_1_VARINT)) {
            return 0;
        }
        int at = 1;
        while (at < body.length && at <= VARINT_LIMIT && body[at] < 0) {
            at++;
        }
        return at + 1;
    }

    /** Whether these bytes stand here. */
    static boolean is(byte[] body, int at, int... bytes) {
        if (at < 0 || at + bytes.length > body.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((body[at + i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
