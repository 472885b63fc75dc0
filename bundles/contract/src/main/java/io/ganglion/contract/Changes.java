// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Change.Step;
import io.ganglion.contract.evolution.Differences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every difference between two versions of a contract: of its schema, of its overlay, of its mapping. */
final class Changes {
    private final Edition older;
    private final Edition newer;
    private final List<Change> changes = new ArrayList<>();

    private Changes(Edition older, Edition newer) {
        this.older = older;
        this.newer = newer;
    }

    static List<Change> between(CompiledContract older, CompiledContract newer) {
        Changes all = new Changes(Edition.of(older), Edition.of(newer));
        all.schema();
        all.columns();
        all.order();
        all.texts();
        all.time();
        all.period();
        all.changes.addAll(MappingChanges.between(older, newer));
        return all.changes;
    }

    private void add(String file, String pointer, String words, boolean backward, boolean forward, Step step) {
        changes.add(new Change(file, pointer, words, backward, forward, backward ? step : Step.MAJOR));
    }

    private void overlay(String pointer, String words, boolean backward, boolean forward, Step step) {
        add(ContractFiles.OVERLAY, pointer, words, backward, forward, step);
    }

    private void schema() {
        for (Differences.Finding finding : Differences.between(older.schemas, newer.schemas, newer.units())) {
            add(
                    ContractFiles.SCHEMA,
                    finding.pointer(),
                    finding.words(),
                    !finding.narrower(),
                    !finding.wider(),
                    Step.MINOR);
        }
    }

    private void columns() {
        Contract was = older.compiled.contract;
        Contract is = newer.compiled.contract;
        for (Attribute before : was.attributes()) {
            int column = is.column(before.name());
            if (column < 0) {
                overlay(
                        "/attributes/" + was.column(before.name()),
                        before.name() + ": no column of the row any more" + successor(before)
                                + ": models and queries that read it would find nothing",
                        false,
                        true,
                        Step.MAJOR);
            } else {
                meaning("/attributes/" + column, before, is.attributes().get(column));
            }
        }
        for (Attribute now : is.attributes()) {
            if (was.column(now.name()) < 0) {
                overlay(
                        "/attributes/" + is.column(now.name()),
                        now.name() + ": a new column, in " + now.unitCode()
                                + ": readers of the older version do not see it",
                        true,
                        true,
                        Step.MINOR);
            }
        }
    }

    private void meaning(String pointer, Attribute before, Attribute now) {
        if (!before.unitCode().equals(now.unitCode())) {
            overlay(
                    pointer + "/unitCode",
                    now.name() + ": unit changed from " + before.unitCode() + " to " + now.unitCode()
                            + ": devices that name no unit would be misread, the others refused unless units are converted",
                    false,
                    false,
                    Step.MAJOR);
        }
        if (!before.quantityKind().equals(now.quantityKind())) {
            boolean stated = before.quantityKind().isEmpty();
            overlay(
                    pointer + "/quantityKind",
                    now.name() + ": quantity kind "
                            + (stated
                                    ? "stated: " + now.quantityKind()
                                    : "changed from " + before.quantityKind() + " to "
                                            + (now.quantityKind().isEmpty() ? "none" : now.quantityKind())
                                            + ": the same number would mean something else"),
                    stated,
                    stated,
                    Step.MINOR);
        }
        if (!before.tags().equals(now.tags())) {
            overlay(
                    pointer + "/tags",
                    now.name() + ": tags changed from " + before.tags() + " to " + now.tags()
                            + ": who selects by tag finds another set",
                    true,
                    true,
                    Step.MINOR);
        }
    }

    /** The new column that may be the old one under another name. */
    private String successor(Attribute gone) {
        return newer.compiled.contract.attributes().stream()
                .filter(now -> older.compiled.contract.column(now.name()) < 0
                        && now.unitCode().equals(gone.unitCode())
                        && now.minimum() == gone.minimum()
                        && now.maximum() == gone.maximum())
                .findFirst()
                .map(now -> " (renamed to " + now.name() + "?)")
                .orElse("");
    }

    private void order() {
        List<String> before = names(older.compiled.contract);
        List<String> now = names(newer.compiled.contract);
        Set<String> both = new LinkedHashSet<>(before);
        both.retainAll(now);
        List<String> nowInBoth = now.stream().filter(both::contains).toList();
        if (!List.copyOf(both).equals(nowInBoth)) {
            overlay(
                    "/attributes",
                    "columns in another order: " + now + ": rows are read by name, so nothing breaks",
                    true,
                    true,
                    Step.MINOR);
        }
    }

    private static List<String> names(Contract contract) {
        return contract.attributes().stream().map(Attribute::name).toList();
    }

    private void texts() {
        List<String> before = older.compiled.contract.texts();
        List<String> now = newer.compiled.contract.texts();
        for (String text : before) {
            if (!now.contains(text)) {
                overlay(
                        "/texts",
                        text + ": does not travel beside the row any more: who reads it would find nothing",
                        false,
                        true,
                        Step.MAJOR);
            }
        }
        for (String text : now) {
            if (!before.contains(text)) {
                overlay("/texts", text + ": travels beside the row now", true, true, Step.MINOR);
            }
        }
    }

    private void time() {
        Overlay was = older.overlay;
        Overlay is = newer.overlay;
        String before = was.time().text();
        String now = is.time().text();
        if (!before.equals(now)) {
            overlay(
                    "/time/attribute",
                    "the time of observation is in " + now + ", no longer in " + before
                            + ": devices that state it where they did would be refused or misread",
                    false,
                    false,
                    Step.MAJOR);
        }
        tolerance("ahead", "ahead of the node's clock", was.ahead(), is.ahead());
        tolerance("age", "old", was.age(), is.age());
        if (was.byArrival() != is.byArrival()) {
            overlay(
                    "/time/otherwise",
                    is.byArrival()
                            ? "a payload without a time counts from its arrival: the older version refuses it"
                            : "a payload without a time would be refused, it counted from its arrival",
                    is.byArrival(),
                    was.byArrival(),
                    Step.MINOR);
        }
    }

    private void tolerance(String key, String words, Duration was, Duration is) {
        if (!was.equals(is)) {
            boolean narrower = is.compareTo(was) < 0;
            overlay(
                    "/time/" + key,
                    "time tolerance " + (narrower ? "narrowed" : "widened") + " from " + was + " to " + is + ": "
                            + (narrower ? "readings" : "the older version refuses readings") + " more than "
                            + (narrower ? is : was) + " " + words + (narrower ? " would be refused" : ""),
                    !narrower,
                    narrower,
                    Step.MINOR);
        }
    }

    private void period() {
        Duration was = older.overlay.expectedPeriod();
        Duration is = newer.overlay.expectedPeriod();
        if (!was.equals(is)) {
            overlay(
                    "/expectedPeriod",
                    "expected period changed from " + was + " to " + is
                            + ": nothing is refused, but silence is noticed at another time",
                    true,
                    true,
                    Step.MINOR);
        }
    }
}
