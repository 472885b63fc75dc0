// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles the files of a contract. Throws {@link IllegalArgumentException} that names file, spot and value. */
final class ContractReader {
    /** Deepest chain of references and branches that is read. */
    private static final int DEPTH_LIMIT = 16;

    private final ContractFiles files;
    private final JsonSpot schema;
    private final Overlay overlay;
    private final Pins pins;
    private final References references;
    private final Map<String, List<JsonSpot>> declared = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Map<String, Overlay.Column> columns = new HashMap<>();
    private final Map<String, List<String>> mappedTags;
    private final List<Property> properties = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private boolean whole = true;
    private boolean repeatable = true;

    private ContractReader(ContractFiles files) {
        this.files = files;
        schema = JsonSpot.parse(ContractFiles.SCHEMA, files.require(ContractFiles.SCHEMA));
        mappedTags = MappingReader.tags(files);
        overlay = Overlay.read(JsonSpot.parse(ContractFiles.OVERLAY, files.require(ContractFiles.OVERLAY)));
        pins = Pins.read(files);
        references = new References(schema, overlay.tighten(), pins);
    }

    static CompiledContract compile(ContractFiles files) {
        return new ContractReader(files).compile();
    }

    private CompiledContract compile() {
        overlay.columns().forEach(column -> columns.put(column.name().text(), column));
        readRoot();
        requireDeclared();
        declared.forEach(this::addProperty);
        for (String name : List.of("id", "type", "@context")) {
            if (!declared.containsKey(name)) {
                addProperty(name, List.of());
            }
        }
        required.stream().filter(name -> !declared.containsKey(name)).forEach(this::addUndeclared);
        Contract contract = new Contract(
                files.name(),
                files.version(),
                overlay.entityType(),
                inRowOrder(),
                overlay.texts().stream().map(JsonSpot::text).toList(),
                overlay.expectedPeriod());
        Optional<WholeSchema> rest =
                whole ? Optional.empty() : Optional.of(WholeSchema.compile(schema, overlay, pins, texts()));
        return new CompiledContract(
                files,
                contract,
                properties,
                isClosed(),
                overlay,
                rest,
                repeatable,
                MappingReader.read(files, overlay.entityType(), isClosed(), properties));
    }

    /** Members whose value may come in several languages, since it is no object itself. */
    private Set<String> texts() {
        return properties.stream()
                .filter(Property::hasForms)
                .map(property -> property.name)
                .collect(Collectors.toSet());
    }

    private void readRoot() {
        if (schema.find("type")
                .map(type -> !"object".equals(type.node().textValue()))
                .orElse(false)) {
            throw schema.at("type").wrongValue("a contract's schema must be of type object");
        }
        collect(schema, 0);
        overlay.tighten().ifPresent(tighten -> collect(tighten, 1));
    }

    /** Notes the members that a schema of the whole document speaks of, in itself and in those that it refers to. */
    private void collect(JsonSpot object, int depth) {
        if (!object.node().isObject() || depth > DEPTH_LIMIT) {
            leave(object.node().isBoolean() && object.node().booleanValue());
            return;
        }
        for (String keyword : object.names()) {
            JsonSpot spot = object.at(keyword);
            switch (keyword) {
                case "type" -> whole &= "object".equals(spot.node().textValue());
                case "properties" -> spot.names().forEach(name -> declare(name, spot.at(name)));
                case "required" -> required.addAll(spot.texts());
                case "additionalProperties" -> additional(spot, depth);
                case "allOf" -> spot.elements().forEach(branch -> collect(branch, depth + 1));
                case "$ref" -> references
                        .follow(spot)
                        .ifPresentOrElse(target -> collect(target, depth + 1), () -> leave(false));
                default -> leave(
                        !RuleReader.LEFT.contains(keyword) && !"enum".equals(keyword) && !"const".equals(keyword));
            }
        }
    }

    /** What ties members together may bind those that change from payload to payload. */
    private void leave(boolean note) {
        whole &= note;
        repeatable &= note;
    }

    private void declare(String name, JsonSpot spot) {
        declared.computeIfAbsent(name, any -> new ArrayList<>()).add(spot);
        boolean own =
                schema.find("properties").flatMap(members -> members.find(name)).isPresent();
        // additionalProperties sees no further than its own object.
        whole &= own || !hasNoOthers();
    }

    private void additional(JsonSpot spot, int depth) {
        if (!spot.node().isBoolean()) {
            leave(false);
        } else if (depth > 0) {
            whole &= spot.node().booleanValue();
        }
    }

    private boolean hasNoOthers() {
        return schema.find("additionalProperties")
                .filter(spot -> spot.node().isBoolean() && !spot.node().booleanValue())
                .isPresent();
    }

    private boolean isClosed() {
        return overlay.closed()
                || hasNoOthers() && schema.find("patternProperties").isEmpty();
    }

    /** The overlay speaks of what the schema declares, and of nothing else. */
    private void requireDeclared() {
        List<JsonSpot> names = new ArrayList<>(overlay.texts());
        names.add(overlay.time());
        overlay.columns().forEach(column -> names.add(column.name()));
        for (JsonSpot name : names) {
            if (!declared.containsKey(name.text())) {
                throw name.wrongValue(ContractFiles.SCHEMA + " has no such property"
                        + NearMisses.hint(name.text(), declared.keySet()));
            }
        }
    }

    private void addUndeclared(String name) {
        if ("id".equals(name) || "type".equals(name)) {
            return;
        }
        if (isClosed()) {
            throw schema.at("required")
                    .wrong("'" + name + "' is required, but properties has it not and allows no other");
        }
        addProperty(name, List.of());
    }

    private void addProperty(String name, List<JsonSpot> spots) {
        RuleReader read = new RuleReader(Rule.ANY, true);
        for (JsonSpot spot : spots) {
            read = read.and(RuleReader.read(spot, references));
        }
        read = read.ofValue();
        Optional<JsonSpot> spot = spots.stream().findFirst();
        Property.Role role = role(name);
        Rule rule = read.rule();
        if (!read.whole() && role != Property.Role.CONTEXT) {
            whole = false;
            repeatable &= role != Property.Role.COLUMN && role != Property.Role.TIME;
        }
        switch (role) {
            case COLUMN -> {
                rule = typed(spot.orElseThrow(), read, JsonType.NUMERIC, "number or integer");
                rule = rule.within(columns.get(name).narrow(rule.range()));
                attributes.add(attribute(name, rule));
            }
            case TEXT -> rule = typed(spot.orElseThrow(), read, JsonType.STRING, "string");
            case TIME -> rule = timeRule(typed(spot.orElseThrow(), read, JsonType.STRING, "string"));
            case OTHER -> rule = read.whole() ? rule : Rule.ANY;
            case TYPE -> requireEntityType(spot, rule);
            case ID, CONTEXT -> {}
        }
        boolean due = role == Property.Role.ID
                || role == Property.Role.TYPE
                || (required.contains(name) && role != Property.Role.TIME && role != Property.Role.CONTEXT);
        String unit = role == Property.Role.COLUMN ? columns.get(name).unitCode() : "";
        properties.add(new Property(properties.size(), name, role, place(name, role), due, rule, read.whole(), unit));
    }

    private Property.Role role(String name) {
        if (name.equals(overlay.time().text())) {
            return Property.Role.TIME;
        }
        if (columns.containsKey(name)) {
            return Property.Role.COLUMN;
        }
        if (overlay.texts().stream().anyMatch(text -> text.text().equals(name))) {
            return Property.Role.TEXT;
        }
        return switch (name) {
            case "id" -> Property.Role.ID;
            case "type" -> Property.Role.TYPE;
            case "@context" -> Property.Role.CONTEXT;
            default -> Property.Role.OTHER;
        };
    }

    private int place(String name, Property.Role role) {
        List<String> names = role == Property.Role.COLUMN
                ? overlay.columns().stream().map(column -> column.name().text()).toList()
                : overlay.texts().stream().map(JsonSpot::text).toList();
        return names.indexOf(name);
    }

    /** The rule of an attribute that is used as this type; where a schema leaves the type open, the overlay settles it. */
    private static Rule typed(JsonSpot spot, RuleReader read, int types, String due) {
        Rule rule = read.rule();
        if (rule.types() == JsonType.ALL && !read.whole()) {
            return rule.of(types);
        }
        int given = rule.types() & ~JsonType.NULL;
        if (given == 0 || (given & ~types) != 0) {
            throw spot.wrong("must be of type " + due + " to be used so in " + ContractFiles.OVERLAY);
        }
        return rule;
    }

    /** A time is checked as a time; what else a schema says of it is left to networknt. */
    private Rule timeRule(Rule rule) {
        if (!rule.isPlainString() && rule.format() != Rule.Format.DATE_TIME
                || rule.minLength() > 0
                || rule.maxLength() < Integer.MAX_VALUE
                || rule.pattern().isPresent()
                || rule.allowed().isPresent()) {
            whole = false;
            repeatable = false;
        }
        return rule;
    }

    private void requireEntityType(Optional<JsonSpot> spot, Rule rule) {
        boolean fits = rule.allows(JsonType.STRING)
                && rule.allowed()
                        .map(allowed -> allowed.contains(overlay.entityType()))
                        .orElse(true)
                && rule.pattern()
                        .map(pattern -> pattern.matcher(overlay.entityType()).find())
                        .orElse(true);
        if (!fits) {
            throw spot.orElse(schema)
                    .wrong("does not allow the entityType of " + ContractFiles.OVERLAY + ": " + overlay.entityType());
        }
    }

    private Attribute attribute(String name, Rule rule) {
        Overlay.Column column = columns.get(name);
        try {
            return new Attribute(
                    name,
                    column.unitCode(),
                    column.quantityKind(),
                    rule.range().minimum(),
                    rule.range().maximum(),
                    required.contains(name),
                    tags(column));
        } catch (IllegalArgumentException e) {
            throw (IllegalArgumentException) column.spot().wrong(e.getMessage()).initCause(e);
        }
    }

    private List<String> tags(Overlay.Column column) {
        Set<String> tags = new LinkedHashSet<>(column.tags());
        tags.addAll(mappedTags.getOrDefault(column.name().text(), List.of()));
        return List.copyOf(tags);
    }

    private List<Attribute> inRowOrder() {
        Map<String, Attribute> byName = attributes.stream().collect(Collectors.toMap(Attribute::name, a -> a));
        return overlay.columns().stream()
                .map(column -> byName.get(column.name().text()))
                .toList();
    }
}
