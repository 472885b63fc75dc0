// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import io.ganglion.api.device.Payload;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one foreign payload format as a flat sequence of readings; the contract's mapping says which reading is which
 * attribute. Registered as a service. NGSI-LD needs none: the contract reads it itself.
 *
 * <p>Thread-safe, and without state between two payloads: a format whose payloads lean on earlier ones keeps that in its
 * {@link Reader}.
 */
@ConsumerType
public interface Codec {

    /** For example {@code senml}; a mapping names it. */
    String name();

    /** The media types that it reads, in lower case and without parameters, for example {@code application/senml+cbor}. */
    Set<String> mediaTypes();

    /**
     * Reads a payload to its end. Bounded: never more depth, readings or memory than a few times the body's size.
     *
     * @throws Malformed where the bytes are not of this format; any other exception is a defect of the codec
     */
    void read(Payload payload, Sink sink) throws Malformed;

    /**
     * A reader for the calling thread, which reads all payloads of the devices that it owns, in order. A format whose
     * payloads lean on earlier ones (Sparkplug's aliases) remembers them here, within bounds.
     */
    default Reader newReader() {
        return this::read;
    }

    /**
     * Whether a body that came without a media type is of this format, by its first bytes: quick, and false where another
     * format may begin like this.
     */
    default boolean recognises(byte[] body) {
        return false;
    }

    /** Reads the payloads of one thread. Not thread-safe. */
    @FunctionalInterface
    interface Reader {
        /** As {@link Codec#read}. */
        void read(Payload payload, Sink sink) throws Malformed;
    }

    /** Takes the readings in the order of the payload. */
    interface Sink {

        /**
         * A number.
         *
         * @param source what it is called there, for example {@code urn:dev:pump-7:motorCurrent} or {@code Motor/Current}
         * @param time nanoseconds since the epoch; {@link #UNTIMED} where the payload's time holds
         * @param unit as the format spells it, for example {@code A}; empty where it says nothing
         * @param path where in the payload, as JSON Pointer or in the format's own terms, for a rejection
         */
        void number(String source, long time, String unit, double value, String path);

        /** A text; parameters as for a number. */
        void text(String source, long time, String value, String path);

        /** A truth value; parameters as for a number. */
        void truth(String source, long time, boolean value, String path);

        /** The time of all readings that have none of their own, nanoseconds since the epoch. */
        void time(long time);

        /**
         * A reading that the payload names but has no value for.
         *
         * @param why for the rejection where the contract requires it, for example {@code "is null"}
         */
        default void absent(String source, long time, String why, String path) {}

        /**
         * What the payload says of itself, for example its sender: never a reading, but a mapping may check the device by
         * it, or take the time from it.
         */
        default void about(String what, String value, String path) {}
    }

    /** No time of its own. */
    long UNTIMED = Long.MIN_VALUE;

    /** The bytes are not of this format. */
    final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Rejection rejection;

        /** @param rejection why and where; its contract may be empty, the caller fills it in */
        public Malformed(Rejection rejection) {
            super(rejection.message());
            this.rejection = rejection;
        }

        public Rejection rejection() {
            return rejection;
        }
    }
}
