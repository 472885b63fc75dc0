// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.contract.Mapping.Clock;
import io.ganglion.contract.Mapping.Target;
import io.ganglion.contract.Mapping.Time;
import io.ganglion.contract.Mapping.Units;
import io.ganglion.contract.units.Conversion;
import io.ganglion.contract.units.UnitCodes;
import io.ganglion.contract.units.UnitCodes.Spelling;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compiles {@code contract/mapping*.json}. Throws {@link IllegalArgumentException} that names file, spot and value. */
final class MappingReader {
    private static final String FILES = ContractFiles.FOLDER + "mapping";
    private static final Set<String> MEMBERS =
            Set.of("codec", "device", "entity", "time", "others", "together", "units", "attributes");
    private static final Set<String> ATTRIBUTE = Set.of("source", "attribute", "unit", "scale", "offset", "tags");
    private static final int SCALE_LIMIT = 40;

    private final String entityType;
    private final boolean closed;
    private final Map<String, Property> properties = new LinkedHashMap<>();

    private MappingReader(String entityType, boolean closed, List<Property> known) {
        this.entityType = entityType;
        this.closed = closed;
        for (Property property : known) {
            if (isTarget(property)) {
                properties.put(property.name, property);
            }
        }
    }

    private static boolean isTarget(Property property) {
        return switch (property.role) {
            case COLUMN, TEXT, OTHER -> true;
            case ID, TYPE, TIME, CONTEXT -> false;
        };
    }

    /** The mappings of a contract, in the order of the files. */
    static List<Mapping> read(ContractFiles files, String entityType, boolean closed, List<Property> properties) {
        MappingReader reader = new MappingReader(entityType, closed, properties);
        Map<String, Mapping> mappings = new LinkedHashMap<>();
        for (JsonSpot spot : spots(files)) {
            Mapping mapping = reader.mapping(spot);
            if (mappings.put(mapping.codec(), mapping) != null) {
                throw spot.at("codec").wrongValue("has a mapping already");
            }
        }
        return List.copyOf(mappings.values());
    }

    /** Semantic tags that mappings add, by attribute. */
    static Map<String, List<String>> tags(ContractFiles files) {
        Map<String, List<String>> tags = new HashMap<>();
        for (JsonSpot mapping : spots(files)) {
            for (JsonSpot entry :
                    mapping.find("attributes").map(JsonSpot::elements).orElse(List.of())) {
                entry.find("tags").ifPresent(own -> tags.computeIfAbsent(
                                entry.at("attribute").text(), name -> new ArrayList<>())
                        .addAll(own.texts()));
            }
        }
        return tags;
    }

    private static List<JsonSpot> spots(ContractFiles files) {
        List<JsonSpot> spots = new ArrayList<>();
        new TreeMap<>(files.files()).forEach((file, bytes) -> {
            if (file.startsWith(FILES)) {
                JsonSpot root = JsonSpot.parse(file, bytes);
                if (root.find("mappings").isPresent()) {
                    root.only(Set.of("mappings"));
                    spots.addAll(root.at("mappings").elements());
                } else {
                    spots.add(root);
                }
            }
        });
        return spots;
    }

    private Mapping mapping(JsonSpot spot) {
        spot.only(MEMBERS);
        String codec = spot.at("codec").text();
        boolean own = codec.equals(Mapping.NGSI_LD);
        if (own) {
            spot.only(Set.of("codec", "units"));
        }
        Spelling spelling = codec.equals("senml") ? Spelling.SENML : own ? Spelling.CEFACT : Spelling.ANY;
        Optional<JsonSpot> device = spot.find("device");
        device.ifPresent(rule -> rule.only(Set.of("prefix", "source")));
        return new Mapping(
                codec,
                targets(spot, codec, spelling),
                device.flatMap(rule -> rule.find("prefix")).map(JsonSpot::text).orElse(""),
                device.flatMap(rule -> rule.find("source"))
                        .map(source -> source(source, codec))
                        .orElse(""),
                spot.find("entity").map(this::entity).orElse("urn:ngsi-ld:" + entityType + ":" + Mapping.DEVICE),
                spot.find("time").map(time -> time(time, codec)).orElse(Time.OF_CODEC),
                own
                        ? !closed
                        : spot.find("others")
                                .map(others -> choice(others, Others.class) == Others.DROP)
                                .orElse(!closed),
                spot.find("together").map(window -> window.duration().toNanos()).orElse(0L),
                spot.find("units").map(units -> choice(units, Units.class)).orElse(own ? Units.EXACT : Units.CONVERT),
                spelling);
    }

    /** How NGSI-LD itself is read where no mapping says otherwise. */
    static Mapping ngsiLd(String entityType, boolean closed, List<Property> properties) {
        JsonSpot spot = JsonSpot.parse("ngsi-ld", "{\"codec\":\"ngsi-ld\"}".getBytes(StandardCharsets.UTF_8));
        return new MappingReader(entityType, closed, properties).mapping(spot);
    }

    private enum Others {
        REFUSE,
        DROP
    }

    private static <E extends Enum<E>> E choice(JsonSpot spot, Class<E> of) {
        for (E value : of.getEnumConstants()) {
            if (name(value).equals(spot.text())) {
                return value;
            }
        }
        List<String> names = new ArrayList<>();
        for (E value : of.getEnumConstants()) {
            names.add(name(value));
        }
        throw spot.wrongValue("must be one of " + names);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String entity(JsonSpot spot) {
        if (!spot.text().endsWith(Mapping.DEVICE)) {
            throw spot.wrongValue("must end with " + Mapping.DEVICE);
        }
        return spot.text();
    }

    private static Time time(JsonSpot spot, String codec) {
        spot.only(Set.of("source", "format", "received"));
        return new Time(
                spot.find("source").map(source -> source(source, codec)).orElse(""),
                spot.find("format").map(format -> choice(format, Clock.class)).orElse(Clock.RFC3339),
                spot.find("received").map(received -> truth(received)).orElse(false));
    }

    private static boolean truth(JsonSpot spot) {
        if (!spot.node().isBoolean()) {
            throw spot.wrongValue("must be true or false");
        }
        return spot.node().booleanValue();
    }

    /** A source of plain JSON may be a dotted path; readings come by JSON Pointer. */
    private static String source(JsonSpot spot, String codec) {
        String text = spot.text();
        return codec.equals(PlainJson.NAME) && !text.startsWith("/") ? "/" + text.replace('.', '/') : text;
    }

    private Map<String, Target> targets(JsonSpot spot, String codec, Spelling spelling) {
        Map<String, Target> targets = new LinkedHashMap<>();
        Optional<JsonSpot> entries = spot.find("attributes");
        if (entries.isEmpty()) {
            String root = codec.equals(PlainJson.NAME) ? "/" : "";
            properties.forEach((name, property) ->
                    targets.put(root + name, new Target(property, Conversion.NONE, Conversion.NONE)));
            return Map.copyOf(targets);
        }
        for (JsonSpot entry : entries.get().elements()) {
            entry.only(ATTRIBUTE);
            Target target = target(entry, spelling);
            JsonSpot source = entry.at("source");
            for (JsonSpot name : source.node().isArray() ? source.elements() : List.of(source)) {
                if (targets.put(source(name, codec), target) != null) {
                    throw name.wrongValue("is mapped twice");
                }
            }
        }
        return Map.copyOf(targets);
    }

    private Target target(JsonSpot entry, Spelling spelling) {
        JsonSpot name = entry.at("attribute");
        Property property = properties.get(name.text());
        if (property == null) {
            throw name.wrongValue(
                    "the contract has no such attribute" + NearMisses.hint(name.text(), properties.keySet()));
        }
        boolean numeric = property.role == Property.Role.COLUMN;
        for (String member : List.of("unit", "scale", "offset")) {
            if (!numeric && entry.find(member).isPresent()) {
                throw entry.at(member).wrong("is for numbers of the row only, and " + property.name + " is none");
            }
        }
        Conversion scaling = Conversion.of(
                entry.find("scale").map(MappingReader::decimal).orElse(BigDecimal.ONE),
                entry.find("offset").map(MappingReader::decimal).orElse(BigDecimal.ZERO));
        return new Target(property, scaling, scaling.then(unit(entry, spelling, property)));
    }

    private static Conversion unit(JsonSpot entry, Spelling spelling, Property property) {
        Optional<JsonSpot> unit = entry.find("unit");
        if (unit.isEmpty()) {
            return Conversion.NONE;
        }
        String due = new String(property.unitCode, StandardCharsets.UTF_8);
        return UnitCodes.between(unit.get().text(), spelling, due).orElseThrow(() -> unit.get()
                .wrongValue("is no unit that converts to " + due + " of " + property.name));
    }

    private static BigDecimal decimal(JsonSpot spot) {
        double value = spot.number();
        BigDecimal exact = spot.node().decimalValue().stripTrailingZeros();
        if (Math.abs(exact.scale()) > SCALE_LIMIT || exact.precision() > SCALE_LIMIT) {
            throw spot.wrongValue("must have at most " + SCALE_LIMIT + " digits: " + value);
        }
        return exact;
    }
}
