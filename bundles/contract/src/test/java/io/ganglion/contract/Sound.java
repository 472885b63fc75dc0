// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.util.List;

/** What must hold of every verdict, whatever the bytes. */
final class Sound {
    static final List<String> MEDIA_TYPES = List.of(
            "",
            "application/json",
            "application/senml+json",
            "application/senml+cbor",
            "application/vnd.onem2m-res+json",
            "application/x-kura-payload",
            "application/x-sparkplug-b",
            "application/x-plain+json",
            "application/octet-stream",
            "application/senml+cbor+gzip");

    private static final int PATH_LIMIT = 2_000;

    private Sound() {}

    /** Throws where a verdict breaks a promise. */
    static Verdict decode(Decoder decoder, String mediaType, byte[] body) {
        Verdict verdict = decoder.decode(Speech.payload(mediaType, body));
        if (verdict instanceof Rejection rejection) {
            check(rejection, body);
        } else if (verdict instanceof Observation row) {
            check(row);
        } else {
            ((Observations) verdict).rows().forEach(Sound::check);
        }
        return verdict;
    }

    private static void check(Rejection rejection, byte[] body) {
        boolean sound = rejection.reason() != Reason.INTERNAL
                && rejection.message().length() < 400
                // A path may hold the body's own names, as often as they nest.
                && rejection.path().length() < PATH_LIMIT + 2 * body.length
                && rejection.offset() >= -1
                && rejection.offset() <= body.length;
        if (!sound) {
            throw new AssertionError("unsound: " + rejection);
        }
    }

    private static void check(Observation row) {
        for (int i = 0; i < row.values().length; i++) {
            double value = row.values()[i];
            var attribute = row.contract().attributes().get(i);
            boolean fits = row.isGood(i)
                    ? value >= attribute.minimum() && value <= attribute.maximum()
                    : Double.isNaN(value) && !attribute.required();
            if (!fits) {
                throw new AssertionError("accepted: " + attribute.name() + " " + value);
            }
        }
    }
}
