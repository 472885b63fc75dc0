// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JSON Schema cannot say about a contract.
 *
 * @param entityType the NGSI-LD type of its payloads
 * @param time name of the attribute that holds the time of observation
 * @param ahead how far that may be ahead of the node's clock
 * @param age how old it may be
 * @param byArrival whether a payload that states no time was observed when it arrived
 * @param expectedPeriod how often a healthy device reports; zero where it reports on events only
 * @param columns the numeric attributes, in row order
 * @param texts the text attributes, in order
 * @param closed whether members that neither schema nor {@code tighten} declares are refused
 * @param tighten a schema that holds beside {@code schema.json}, which is somebody else's and stays as it is
 */
record Overlay(
        String entityType,
        JsonSpot time,
        Duration ahead,
        Duration age,
        boolean byArrival,
        Duration expectedPeriod,
        List<Column> columns,
        List<JsonSpot> texts,
        boolean closed,
        Optional<JsonSpot> tighten) {

    private static final Pattern UNIT_CODE = Pattern.compile("[A-Z0-9]{2,3}");

    /**
     * One numeric attribute.
     *
     * @param name the spot that names it
     * @param unitCode UN/CEFACT Recommendation 20
     * @param quantityKind QUDT; empty where none fits
     * @param spot the whole entry, which may narrow the schema's range by {@code minimum} and {@code maximum}
     * @param tags semantic tags
     */
    record Column(JsonSpot name, String unitCode, String quantityKind, JsonSpot spot, List<String> tags) {
        private static final Set<String> MEMBERS =
                Set.of("name", "unitCode", "quantityKind", "tags", "minimum", "maximum");

        static Column read(JsonSpot spot) {
            spot.only(MEMBERS);
            JsonSpot unit = spot.at("unitCode");
            if (!UNIT_CODE.matcher(unit.text()).matches()) {
                throw unit.wrongValue(
                        "must be a UN/CEFACT code, two or three capitals or digits (C62 for a pure number)");
            }
            return new Column(
                    spot.at("name"),
                    unit.text(),
                    spot.find("quantityKind").map(JsonSpot::text).orElse(""),
                    spot,
                    spot.find("tags").map(JsonSpot::texts).orElse(List.of()));
        }

        /** The schema's range, narrowed by this entry. */
        Range narrow(Range range) {
            Range narrowed = range;
            if (spot.find("minimum").isPresent()) {
                JsonSpot bound = spot.at("minimum");
                narrowed = narrowed.from(bound.number(), bound.node().asText(), false);
            }
            if (spot.find("maximum").isPresent()) {
                JsonSpot bound = spot.at("maximum");
                narrowed = narrowed.to(bound.number(), bound.node().asText(), false);
            }
            return narrowed;
        }
    }

    static Overlay read(JsonSpot root) {
        root.only(Set.of("entityType", "time", "expectedPeriod", "attributes", "texts", "closed", "tighten"));
        JsonSpot time = root.at("time");
        time.only(Set.of("attribute", "ahead", "age", "otherwise"));
        time.find("otherwise").filter(spot -> !"arrival".equals(spot.text())).ifPresent(spot -> {
            throw spot.wrongValue("must be arrival: nothing else stands in for a time that is not stated");
        });
        Overlay overlay = new Overlay(
                root.at("entityType").text(),
                time.at("attribute"),
                time.at("ahead").duration(),
                time.at("age").duration(),
                time.find("otherwise").isPresent(),
                root.at("expectedPeriod").duration(),
                root.at("attributes").elements().stream().map(Column::read).toList(),
                root.find("texts").map(JsonSpot::elements).orElse(List.of()),
                root.find("closed").map(JsonSpot::truth).orElse(false),
                root.find("tighten"));
        overlay.requireOnceEach();
        return overlay;
    }

    private void requireOnceEach() {
        Set<String> names = new HashSet<>();
        for (JsonSpot name : Stream.concat(
                        Stream.of(time), Stream.concat(columns.stream().map(Column::name), texts.stream()))
                .toList()) {
            if (!names.add(name.text()) || Set.of("id", "type", "@context").contains(name.text())) {
                throw name.wrongValue("already has another use");
            }
        }
    }
}
