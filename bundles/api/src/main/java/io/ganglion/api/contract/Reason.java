// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

/** The kinds of trouble for which a payload is refused. */
public enum Reason {
    /** No bytes, or white space only. */
    EMPTY,
    /** More bytes than the node accepts; refused before parsing. */
    TOO_LARGE,
    /** Objects or arrays nested deeper than the node accepts. */
    TOO_DEEP,
    /** Not UTF-8. */
    WRONG_CHARSET,
    /** A media type that no codec of this node reads. */
    UNSUPPORTED_MEDIA_TYPE,
    /** Not JSON. */
    NOT_JSON,
    /** Not of another format than JSON that it should be of: no CBOR, no protobuf, no gzip, or against the format's rules. */
    MALFORMED,
    /** It refers to names that an earlier payload of the device tells, and none has: ask the device to tell them again. */
    NO_BIRTH,
    /** JSON that ends in the middle. */
    TRUNCATED,
    /** The same key twice in one object. */
    DUPLICATE_KEY,
    /** NaN, an infinity, or a number beyond the range of a double. */
    NOT_FINITE,
    /** No contract of the claimed name on this node. */
    UNKNOWN_CONTRACT,
    /** The entity's type is not the contract's. */
    WRONG_ENTITY_TYPE,
    /** The entity's id does not name the device that sent it. */
    WRONG_DEVICE,
    /** A value of another JSON type than the contract's. */
    WRONG_TYPE,
    /** A required attribute is absent. */
    MISSING_ATTRIBUTE,
    /** An attribute that the contract does not know and does not allow. */
    UNKNOWN_ATTRIBUTE,
    /** A unit code that differs from the contract's. */
    WRONG_UNIT,
    /** A number outside of the contract's range. */
    OUT_OF_RANGE,
    /** No date and time by RFC 3339 where one is due. */
    BAD_TIME,
    /** Observed later than the contract tolerates. */
    TIME_IN_FUTURE,
    /** Observed earlier than the contract tolerates. */
    TIME_IN_PAST,
    /** Against another keyword of the contract's JSON Schema; the message names it. */
    SCHEMA,
    /** The node itself failed on it; the message says how. A defect, kept for its repair. */
    INTERNAL
}
