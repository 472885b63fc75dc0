// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.evolution.Change;
import io.ganglion.api.evolution.Comparison;
import io.ganglion.api.evolution.Comparison.Broken;
import java.util.List;
import java.util.stream.Collectors;

/** Whether one version of a contract may take the place of another, and why not. */
final class Succession {
    /** Changes and victims that one message names. */
    private static final int NAMED = 3;

    private final Witnesses witnesses;

    Succession(Witnesses witnesses) {
        this.witnesses = witnesses;
    }

    Comparison compare(CompiledContract older, CompiledContract newer) {
        if (!older.contract.name().equals(newer.contract.name())) {
            throw new IllegalArgumentException("two versions of one contract are compared: " + older.reference + " and "
                    + newer.reference + " are two contracts");
        }
        List<Change> changes = Changes.between(older, newer);
        boolean harmless = changes.stream().allMatch(Change::backward);
        return new Comparison(
                newer.contract.name(),
                older.contract.version(),
                newer.contract.version(),
                changes,
                harmless ? List.of() : witnesses.of(older, newer));
    }

    /** Why the newer version may not take the older one's place; empty where it may. */
    String problem(CompiledContract older, CompiledContract newer) {
        Comparison comparison;
        try {
            comparison = compare(older, newer);
        } catch (IllegalArgumentException e) {
            return newer.reference + " cannot be compared with " + older.reference + ", which is served on: "
                    + e.getMessage();
        }
        return comparison.isAllowed() ? "" : problem(comparison);
    }

    static String problem(Comparison comparison) {
        List<Change> guilty = comparison.changes().stream()
                .filter(change -> change.step().compareTo(comparison.taken()) > 0)
                .sorted((a, b) -> b.step().compareTo(a.step()))
                .toList();
        StringBuilder words = new StringBuilder(comparison.contract() + "@" + comparison.newer()
                + (comparison.isBackward() ? " changes more than a patch may after " : " would break what keeps ")
                + comparison.older() + ": ");
        words.append(guilty.stream().limit(NAMED).map(Change::words).collect(Collectors.joining("; ")));
        if (guilty.size() > NAMED) {
            words.append("; and ").append(guilty.size() - NAMED).append(" more");
        }
        broken(comparison.broken(), Broken.Kind.DEVICE, "devices", words);
        broken(comparison.broken(), Broken.Kind.MODEL, "models", words);
        return words.append(". Make it ")
                .append(comparison.due())
                .append(", or take the change back: aiot:contract-diff says all")
                .toString();
    }

    private static void broken(List<Broken> all, Broken.Kind kind, String plural, StringBuilder words) {
        List<Broken> these =
                all.stream().filter(broken -> broken.kind() == kind).toList();
        if (!these.isEmpty()) {
            words.append(". Here it breaks ")
                    .append(these.size())
                    .append(' ')
                    .append(plural)
                    .append(": ");
            words.append(these.stream()
                    .limit(NAMED)
                    .map(broken -> broken.name() + " (" + broken.why() + ")")
                    .collect(Collectors.joining(", ")));
            words.append(these.size() > NAMED ? ", ..." : "");
        }
    }
}
