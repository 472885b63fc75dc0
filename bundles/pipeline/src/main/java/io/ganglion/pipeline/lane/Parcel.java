// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import java.util.Arrays;

/**
 * A payload on its way through a partition.
 *
 * @param bytes how long the body was as received; more than what is left of it where it was above the node's limit
 * @param done the sender's acknowledgement
 * @param lane its device's, where the door has looked for it and found it; else null
 */
public record Parcel(Payload payload, long bytes, Acknowledgement done, Lane lane) {

    /** What is kept of a body above the limit, bytes. */
    public static final int BEGINNING = 4096;

    /** What a parcel costs beside its body and topic, bytes: the objects around them. */
    private static final int WRAPPING = 400;

    /** Takes a payload in; of one above the limit the beginning only, so that its memory is free at once. */
    public static Parcel of(Payload payload, Acknowledgement done, int limit) {
        return of(payload, done, limit, null);
    }

    static Parcel of(Payload payload, Acknowledgement done, int limit, Lane lane) {
        int length = payload.body().length;
        return new Parcel(length <= limit ? payload : beginning(payload), length, done, lane);
    }

    private static Payload beginning(Payload p) {
        byte[] kept = Arrays.copyOf(p.body(), BEGINNING);
        return new Payload(p.driver(), p.contract(), p.device(), p.topic(), p.mediaType(), kept, p.receivedAt());
    }

    /** Memory it holds, bytes, roughly. */
    int weight() {
        return payload.body().length + payload.topic().length() + WRAPPING;
    }

    /** Whether its body was above the limit and is therefore not whole. */
    boolean isCut() {
        return bytes > payload.body().length;
    }
}
