// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between two schemas, keyword by keyword. Each finding says whether documents of the old schema may fail the
 * new one, and the other way round; where there is no finding of a kind, none does.
 */
public final class Differences {
    /**
     * One difference.
     *
     * @param narrower whether what keeps the old schema may break the new one
     * @param wider whether what keeps the new schema may break the old one
     */
    public record Finding(String pointer, String words, boolean narrower, boolean wider) {}

    private final Map<String, String> units;
    private final List<Finding> findings = new ArrayList<>();

    private Differences(Map<String, String> units) {
        this.units = units;
    }

    /**
     * Compares two schemas of a document, every reference written out, each a list of schemas that hold together.
     *
     * @param units by member, the unit in which messages state its numbers
     */
    public static List<Finding> between(List<JsonNode> older, List<JsonNode> newer, Map<String, String> units) {
        return between(Shape.of(older), Shape.of(newer), units);
    }

    static List<Finding> between(Shape older, Shape newer, Map<String, String> units) {
        Differences differences = new Differences(units);
        differences.compare(new Spot("", "the payload", "", true, true), older, newer);
        return differences.findings;
    }

    /**
     * Where the two are compared.
     *
     * @param narrows whether a value that keeps the old schema can come here at all
     * @param widens whether one that keeps the new schema can
     */
    private record Spot(String pointer, String name, String unit, boolean narrows, boolean widens) {
        Spot member(String member, Map<String, String> units) {
            String path = pointer + "/properties/" + member.replace("~", "~0").replace("/", "~1");
            boolean top = pointer.isEmpty();
            return new Spot(
                    path,
                    top ? member : name + "." + member,
                    top && units.containsKey(member) ? " " + units.get(member) : "",
                    narrows,
                    widens);
        }

        Spot element() {
            return new Spot(pointer + "/items", "an element of " + name, unit, narrows, widens);
        }

        /** Where only values of one of these types come. */
        Spot of(Shape older, Shape newer, List<String> types) {
            return new Spot(
                    pointer,
                    name,
                    unit,
                    narrows && types.stream().anyMatch(older::allows),
                    widens && types.stream().anyMatch(newer::allows));
        }
    }

    private void find(Spot at, String keyword, boolean narrower, boolean wider, String words) {
        boolean narrows = narrower && at.narrows;
        boolean widens = wider && at.widens;
        if (narrows || widens) {
            findings.add(new Finding(
                    keyword.isEmpty() ? at.pointer : at.pointer + "/" + keyword,
                    at.name + ": " + words,
                    narrows,
                    widens));
        }
    }

    private void compare(Spot at, Shape older, Shape newer) {
        if (older.never || newer.never) {
            find(
                    at,
                    "",
                    newer.never && !older.never,
                    older.never && !newer.never,
                    newer.never
                            ? "allows nothing any more: devices that send it would be refused"
                            : "was forbidden, and is allowed");
            return;
        }
        types(at, older, newer);
        values(at, older, newer);
        numbers(at.of(older, newer, List.of("number", "integer")), older, newer);
        counts(at, older, newer);
        strings(at.of(older, newer, List.of("string")), older, newer);
        elements(at.of(older, newer, List.of("array")), older, newer);
        members(at.of(older, newer, List.of("object")), older, newer);
        asWritten(at, older, newer);
    }

    private void types(Spot at, Shape older, Shape newer) {
        Set<String> lost = without(older.types, newer.types);
        Set<String> won = without(newer.types, older.types);
        if (older.values != null && newer.values != null) {
            // The values say it.
            return;
        }
        String what = "type changed from " + names(older.types) + " to " + names(newer.types);
        find(
                at,
                "type",
                !lost.isEmpty(),
                !won.isEmpty(),
                lost.isEmpty()
                        ? what + ": readers of the older version refuse " + names(won)
                        : what + ": devices that send " + (lost.equals(Set.of("number")) ? "a fraction" : names(lost))
                                + " would be refused");
    }

    private static String names(Set<String> types) {
        Set<String> named = new LinkedHashSet<>(types);
        if (named.contains("number")) {
            named.remove("integer");
        }
        return named.size() >= 6 ? "anything" : named.isEmpty() ? "nothing" : String.join(" or ", named);
    }

    private static <T> Set<T> without(Set<T> all, Set<T> these) {
        Set<T> left = new LinkedHashSet<>(all);
        left.removeAll(these);
        return left;
    }

    private void values(Spot at, Shape older, Shape newer) {
        if (older.values == null && newer.values == null) {
            return;
        }
        if (older.values == null || newer.values == null) {
            boolean now = newer.values != null;
            find(
                    at,
                    "enum",
                    now,
                    !now,
                    now
                            ? "only " + newer.values
                                    + " are allowed now: devices that send anything else would be refused"
                            : "no longer only " + older.values + ": readers of the older version refuse anything else");
            return;
        }
        Set<JsonNode> lost = without(older.values, newer.values);
        Set<JsonNode> won = without(newer.values, older.values);
        if (!lost.isEmpty()) {
            find(at, "enum", true, false, "values removed: " + lost + ": devices that send them would be refused");
        }
        if (!won.isEmpty()) {
            find(at, "enum", false, true, "values added: " + won + ": readers of the older version refuse them");
        }
    }

    private void numbers(Spot at, Shape older, Shape newer) {
        bound(at, "minimum", older.minimum, newer.minimum, 1);
        bound(at, "maximum", older.maximum, newer.maximum, -1);
        boolean narrower = !areMultiples(older, newer.multiples);
        boolean wider = !areMultiples(newer, older.multiples);
        find(
                at,
                "multipleOf",
                narrower,
                wider,
                "multipleOf changed from " + older.multiples + " to " + newer.multiples
                        + ": " + (narrower ? "devices that send" : "readers of the older version refuse")
                        + " other steps" + (narrower ? " would be refused" : ""));
    }

    private void bound(Spot at, String keyword, Shape.Bound older, Shape.Bound newer, int sign) {
        boolean narrower = !newer.isImpliedBy(older, sign);
        boolean wider = !older.isImpliedBy(newer, sign);
        if (!narrower && !wider) {
            return;
        }
        String verb = narrower == sign > 0 ? "raised" : "lowered";
        String what = older.at() == null
                ? keyword + " added: " + newer
                : newer.at() == null
                        ? keyword + " removed, it was " + older
                        : keyword + " " + verb + " from " + older + " to " + newer;
        find(at, keyword, narrower, wider, what + at.unit + ": " + effect(at, older, newer, sign, narrower));
    }

    private static String effect(Spot at, Shape.Bound older, Shape.Bound newer, int sign, boolean narrower) {
        Shape.Bound tight = narrower ? newer : older;
        Shape.Bound loose = narrower ? older : newer;
        String bare = tight.at().toPlainString();
        String span = loose.at() == null
                ? (sign > 0 ? "less than " : "more than ") + bare
                : sign > 0
                        ? loose.at().toPlainString() + ".." + bare
                        : bare + ".." + loose.at().toPlainString();
        return narrower
                ? "devices that send " + span + at.unit + " would be refused"
                : "readers of the older version refuse " + span + at.unit;
    }

    private static boolean areMultiples(Shape of, Set<BigDecimal> steps) {
        return steps.stream()
                .allMatch(step -> of.multiples.stream().anyMatch(own -> isMultiple(own, step))
                        || !of.allows("number") && isMultiple(BigDecimal.ONE, step));
    }

    private static boolean isMultiple(BigDecimal number, BigDecimal step) {
        return step.signum() > 0 && number.remainder(step).signum() == 0;
    }

    private void counts(Spot at, Shape older, Shape newer) {
        Set<String> keywords = new TreeSet<>(older.counts.keySet());
        keywords.addAll(newer.counts.keySet());
        for (String keyword : keywords) {
            int sign = Shape.isAtLeast(keyword) ? 1 : -1;
            Shape.Bound was = new Shape.Bound(older.counts.get(keyword), false);
            Shape.Bound is = new Shape.Bound(newer.counts.get(keyword), false);
            boolean narrower = !is.isImpliedBy(was, sign);
            find(
                    at.of(older, newer, List.of(Shape.counted(keyword))),
                    keyword,
                    narrower,
                    !was.isImpliedBy(is, sign),
                    keyword + " changed from " + was + " to " + is + ": "
                            + (narrower
                                    ? "devices that send " + (sign > 0 ? "shorter" : "longer")
                                            + " ones would be refused"
                                    : "readers of the older version refuse more"));
        }
    }

    private void strings(Spot at, Shape older, Shape newer) {
        written(at, "pattern", older.patterns, newer.patterns);
        written(at, "format", older.formats, newer.formats);
    }

    private void written(Spot at, String keyword, Set<String> older, Set<String> newer) {
        Set<String> added = without(newer, older);
        Set<String> gone = without(older, newer);
        if (added.isEmpty() && gone.isEmpty()) {
            return;
        }
        String what = gone.isEmpty()
                ? keyword + " added: " + String.join(", ", added)
                : added.isEmpty()
                        ? keyword + " removed: " + String.join(", ", gone)
                        : keyword + " changed from " + String.join(", ", gone) + " to " + String.join(", ", added);
        find(
                at,
                keyword,
                !added.isEmpty(),
                !gone.isEmpty(),
                added.isEmpty()
                        ? what + ": readers of the older version refuse what it forbade"
                        : what
                                + ": it cannot be proven that it accepts all that devices send, so it counts as breaking");
    }

    private void elements(Spot at, Shape older, Shape newer) {
        if (older.items().isPresent() || newer.items().isPresent()) {
            Shape any = Shape.of(List.of());
            compare(at.element(), older.items().orElse(any), newer.items().orElse(any));
        }
    }

    private void members(Spot at, Shape older, Shape newer) {
        closing(at, older, newer);
        Set<String> all = new LinkedHashSet<>(newer.properties());
        all.addAll(older.properties());
        if (older.names != null && newer.names != null) {
            all.addAll(older.names);
            all.addAll(newer.names);
        }
        for (String name : all) {
            member(at, name, older, newer);
        }
        for (String name : without(newer.required, older.required)) {
            find(at, "required", true, false, name + " becomes required: devices that do not send it would be refused");
        }
        for (String name : without(older.required, newer.required)) {
            find(
                    at,
                    "required",
                    false,
                    true,
                    name + " is not required any more: readers of the older version refuse payloads without it");
        }
    }

    private void closing(Spot at, Shape older, Shape newer) {
        if (older.names == null && newer.names != null) {
            find(
                    at,
                    "additionalProperties",
                    true,
                    false,
                    "closed: devices that send anything but " + newer.names + " would be refused");
        } else if (older.names != null && newer.names == null) {
            find(
                    at,
                    "additionalProperties",
                    false,
                    true,
                    "opened: readers of the older version refuse anything but " + older.names);
        }
    }

    private void member(Spot at, String name, Shape older, Shape newer) {
        boolean was = older.allowsMember(name);
        boolean is = newer.allowsMember(name);
        Spot member = at.member(name, units);
        if (was && !is) {
            find(
                    member,
                    "",
                    true,
                    false,
                    "removed" + renamed(name, older, newer) + ": devices that send it would be refused");
        } else if (!was && is) {
            find(member, "", false, true, "added: readers of the older version refuse it");
        } else if (was
                && older.properties().contains(name) == newer.properties().contains(name)) {
            compare(member, older.property(name), newer.property(name));
        } else if (was) {
            described(
                    member,
                    older.property(name),
                    newer.property(name),
                    newer.properties().contains(name));
        }
    }

    /** A member that only one of the two describes, while the other lets anything pass by its name. */
    private void described(Spot at, Shape older, Shape newer, boolean now) {
        Differences inside = new Differences(Map.of());
        inside.compare(at, older, newer);
        boolean narrower = inside.findings.stream().anyMatch(Finding::narrower);
        boolean wider = inside.findings.stream().anyMatch(Finding::wider);
        find(
                at,
                "",
                narrower,
                wider,
                now
                        ? "described now, where the older version let anything pass by this name: it cannot be proven that no"
                                + " device sends something else, so it counts as breaking"
                        : "not described any more: readers of the older version refuse what does not fit its description");
    }

    private static String renamed(String name, Shape older, Shape newer) {
        Shape gone = older.property(name);
        return newer.properties().stream()
                .filter(other -> !older.properties().contains(other))
                .filter(other ->
                        between(gone, newer.property(other), new TreeMap<>()).isEmpty())
                .findFirst()
                .map(other -> " (renamed to " + other + "?)")
                .orElse("");
    }

    private void asWritten(Spot at, Shape older, Shape newer) {
        for (String added : without(newer.opaque, older.opaque)) {
            find(
                    at,
                    keyword(added),
                    !isImplied(newer.choices.get(added), older),
                    false,
                    "new or changed " + added(added)
                            + ": it cannot be proven that it accepts all that devices send, so it counts as breaking");
        }
        for (String gone : without(older.opaque, newer.opaque)) {
            find(
                    at,
                    keyword(gone),
                    false,
                    !isImplied(older.choices.get(gone), newer),
                    "removed or changed " + added(gone) + ": readers of the older version may refuse more");
        }
    }

    /** Whether one branch alone accepts all that a shape does. */
    private static boolean isImplied(List<JsonNode> choice, Shape by) {
        return choice != null
                && choice.stream().map(Shape::of).anyMatch(branch -> between(by, branch, Map.of()).stream()
                        .noneMatch(Finding::narrower));
    }

    private static String keyword(String written) {
        return written.substring(0, written.indexOf(':'));
    }

    private static String added(String written) {
        return written.length() <= 120 ? written : written.substring(0, 120) + "...";
    }
}
