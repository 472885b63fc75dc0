// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.contract.units.Conversion;
import io.ganglion.contract.units.UnitCodes.Spelling;
import java.util.Map;

/**
 * What the readings of one codec mean in a contract, compiled. Immutable.
 *
 * @param codec the codec's name
 * @param targets what each source is
 * @param prefix what each source begins with, {@value #DEVICE} for the device's name; empty where nothing is due
 * @param deviceSource the reading that names the device; empty where none does
 * @param entity the NGSI-LD id of the device's entity, {@value #DEVICE} for its name
 * @param time where the time comes from
 * @param dropsOthers whether sources that the mapping does not name are dropped, or refuse the payload
 * @param together how far apart readings of one row may be, nanoseconds
 * @param units what is made of a unit that a payload states
 * @param spelling how the codec spells units
 */
record Mapping(
        String codec,
        Map<String, Target> targets,
        String prefix,
        String deviceSource,
        String entity,
        Time time,
        boolean dropsOthers,
        long together,
        Units units,
        Spelling spelling) {

    /** In the place of the device's name. */
    static final String DEVICE = "{device}";

    /** The codec of NGSI-LD itself, where a mapping says how it is read. */
    static final String NGSI_LD = "ngsi-ld";

    /** What is made of a unit that a payload states. */
    enum Units {
        /** Converted to the contract's. */
        CONVERT,
        /** It must be the contract's. */
        EXACT,
        /** Ignored: the mapping knows better. */
        DECLARED
    }

    /** How a time is written. */
    enum Clock {
        RFC3339,
        EPOCH_S,
        EPOCH_MS,
        EPOCH_US,
        EPOCH_NS,
        /** oneM2M's, {@code 20261122T150000,125} in UTC. */
        BASIC
    }

    /**
     * Where the time of readings comes from that have none of their own.
     *
     * @param source the reading that holds it; empty where the codec knows
     * @param received whether the time of arrival does where the payload has none
     */
    record Time(String source, Clock clock, boolean received) {
        static final Time OF_CODEC = new Time("", Clock.RFC3339, false);
    }

    /**
     * What a source is.
     *
     * @param property the attribute
     * @param scaling from the number sent to the unit that it is sent in
     * @param declared from the number sent to the contract's unit, where the payload states none
     */
    record Target(Property property, Conversion scaling, Conversion declared) {}
}
