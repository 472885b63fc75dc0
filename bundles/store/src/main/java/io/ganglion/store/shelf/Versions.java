// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Version;

/**
 * Every version of every contract that a row was kept under, by number, with units and semantic tags, so that rows can be
 * read when the contract's bundle is long gone. Read by any thread; written by the one that writes.
 */
public final class Versions {

    /** An insight as a row: its score, its threshold, its verdict's number; the model as text. */
    public static final Contract INSIGHT = new Contract(
            "insight",
            new Version("1.0.0"),
            "Insight",
            List.of(number("score"), number("threshold"), number("verdict")),
            List.of("model"),
            Duration.ZERO);

    private static final int REMEMBERED = 256;

    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule()
                    .addSerializer(Version.class, ToStringSerializer.instance)
                    .addDeserializer(Version.class, new VersionReader())
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addDeserializer(Duration.class, new DurationReader()));

    private final List<Contract> known = new CopyOnWriteArrayList<>();
    private final Map<Contract, Integer> numbers = new HashMap<>();
    private final Map<Contract, Integer> seen = new IdentityHashMap<>();

    private static Attribute number(String name) {
        return new Attribute(name, "C62", "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, List.of());
    }

    /** By its number, which begins with 1. */
    public Contract get(int number) {
        return known.get(number - 1);
    }

    /** All of a name, in the order in which they came. */
    public List<Contract> named(String name) {
        return known.stream().filter(contract -> contract.name().equals(name)).toList();
    }

    public List<Contract> all() {
        return List.copyOf(known);
    }

    public int size() {
        return known.size();
    }

    /** Its number; 0 where it is not known. The writer's thread. */
    public int number(Contract contract) {
        Integer number = seen.get(contract);
        if (number == null) {
            number = numbers.getOrDefault(contract, 0);
            if (number > 0) {
                // Contracts are made anew with each start of their bundle.
                if (seen.size() >= REMEMBERED) {
                    seen.clear();
                }
                seen.put(contract, number);
            }
        }
        return number;
    }

    /** Gives it the next number. The writer's thread. */
    public int add(Contract contract) {
        known.add(contract);
        numbers.put(contract, known.size());
        return known.size();
    }

    /** Takes the last ones back. The writer's thread. */
    public void shrink(int size) {
        while (known.size() > size) {
            Contract last = known.remove(known.size() - 1);
            numbers.remove(last);
            seen.clear();
        }
    }

    public static String write(Contract contract) {
        try {
            return JSON.writeValueAsString(contract);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a contract is plain values: contract=" + contract.reference(), e);
        }
    }

    public static Contract read(String json) {
        try {
            return JSON.readValue(json, Contract.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept contract cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static final class VersionReader extends FromStringDeserializer<Version> {
        private static final long serialVersionUID = 1L;

        VersionReader() {
            super(Version.class);
        }

        @Override
        protected Version _deserialize(String text, com.fasterxml.jackson.databind.DeserializationContext context) {
            return Version.parseVersion(text);
        }
    }

    private static final class DurationReader extends FromStringDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        protected Duration _deserialize(String text, com.fasterxml.jackson.databind.DeserializationContext context) {
            return Duration.parse(text);
        }
    }
}
