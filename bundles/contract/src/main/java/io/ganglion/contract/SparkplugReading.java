// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;

/**
 * One metric of one payload.
 *
 * @param source its name
 * @param kind what {@code number} and {@code text} hold
 * @param number a number; a truth value as 0 or 1
 * @param text a text; why there is no value
 */
record SparkplugReading(String source, Ledger.Kind kind, double number, String text, String unit) {

    void to(Codec.Sink sink, long time, String path) {
        switch (kind) {
            case NUMBER -> sink.number(source, time, unit, number, path);
            case TEXT -> sink.text(source, time, text, path);
            case TRUTH -> sink.truth(source, time, number != 0, path);
            case ABSENT -> sink.absent(source, time, text, path);
        }
    }
}
