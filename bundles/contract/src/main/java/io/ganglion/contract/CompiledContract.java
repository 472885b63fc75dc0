// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Contract;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A contract ready to read payloads: immutable, shared by every thread's decoder. */
final class CompiledContract {
    /** What it was compiled from, to be compared with other versions. */
    final ContractFiles files;

    final Contract contract;
    final String reference;
    final byte[] entityType;
    final Property[] properties;
    final Property id;
    final Property type;
    final Property time;
    /** Whether a member that is none of the properties is refused. */
    final boolean closed;
    /** How far ahead of the node's clock an observation may be, nanoseconds. */
    final long ahead;
    /** How old it may be, nanoseconds. */
    final long age;
    /** Whether a payload that states no time was observed when it arrived. */
    final boolean byArrival;
    /** What the compiled rules do not cover. */
    final Optional<WholeSchema> rest;
    /** Whether the rest, if any, says nothing about numbers and times, which are what changes from payload to payload. */
    final boolean repeatable;

    /** What the readings of other formats mean, by codec, in the order of the files; NGSI-LD's own among them. */
    final Map<String, Mapping> mappings;

    private final Map<String, Property> byName = new HashMap<>();

    CompiledContract(
            ContractFiles files,
            Contract contract,
            List<Property> properties,
            boolean closed,
            Overlay overlay,
            Optional<WholeSchema> rest,
            boolean repeatable,
            List<Mapping> mappings) {
        this.files = files;
        this.contract = contract;
        this.reference = contract.reference();
        this.properties = properties.toArray(Property[]::new);
        this.id = only(Property.Role.ID);
        this.type = only(Property.Role.TYPE);
        this.time = only(Property.Role.TIME);
        this.entityType = contract.entityType().getBytes(StandardCharsets.UTF_8);
        this.closed = closed;
        this.ahead = overlay.ahead().toNanos();
        this.age = overlay.age().toNanos();
        this.byArrival = overlay.byArrival();
        this.rest = rest;
        this.repeatable = repeatable;
        Map<String, Mapping> byCodec = new LinkedHashMap<>();
        mappings.forEach(mapping -> byCodec.put(mapping.codec(), mapping));
        this.mappings = Collections.unmodifiableMap(byCodec);
        byCodec.computeIfAbsent(
                Mapping.NGSI_LD, codec -> MappingReader.ngsiLd(contract.entityType(), closed, properties));
        properties.forEach(property -> byName.put(property.name, property));
    }

    private Property only(Property.Role role) {
        for (Property property : properties) {
            if (property.role == role) {
                return property;
            }
        }
        throw new IllegalArgumentException("a contract needs a member for " + role + ": " + reference);
    }

    Optional<Property> property(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether an observation of {@code time} that arrived at {@code receivedAt} is later than tolerated. */
    boolean isTooLate(long time, long receivedAt) {
        long lead = time - receivedAt;
        // Overflow can only mean that the two are more than 292 years apart.
        return ((time ^ receivedAt) & (time ^ lead)) < 0 ? time > 0 : lead > ahead;
    }

    /** Whether it is older than tolerated. */
    boolean isTooOld(long time, long receivedAt) {
        long lag = receivedAt - time;
        return ((receivedAt ^ time) & (receivedAt ^ lag)) < 0 ? time < 0 : lag > age;
    }
}
