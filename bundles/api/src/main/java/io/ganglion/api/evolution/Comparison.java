// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.evolution;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.evolution.Change.Step;
import java.util.List;
import org.osgi.framework.Version;

/**
 * What lies between two versions of a contract.
 *
 * @param contract the contract's name
 * @param older the version to start from
 * @param newer the version to come to
 * @param changes every difference that has a meaning, by file and spot
 * @param broken devices and models of this node that the newer version would break; empty outside of a node
 */
public record Comparison(String contract, Version older, Version newer, List<Change> changes, List<Broken> broken) {

    /**
     * A device or a model that the newer version would break.
     *
     * @param kind what it is
     * @param name the device's name, or the model's name and version
     * @param why one sentence, with the value
     */
    public record Broken(Kind kind, String name, String why) {
        /** Who may be broken. */
        public enum Kind {
            DEVICE,
            MODEL
        }
    }

    public Comparison {
        requireNonNull(contract, "contract");
        requireNonNull(older, "older");
        requireNonNull(newer, "newer");
        changes = List.copyOf(changes);
        broken = List.copyOf(broken);
    }

    /** Whether readers of the newer version accept what devices of the older one send. */
    public boolean isBackward() {
        return changes.stream().allMatch(Change::backward);
    }

    /** Whether readers of the older version accept what devices of the newer one send. */
    public boolean isForward() {
        return changes.stream().allMatch(Change::forward);
    }

    /** Whether both hold. */
    public boolean isFull() {
        return isBackward() && isForward();
    }

    /** The least step of the version that allows these changes. */
    public Step needed() {
        return changes.stream().map(Change::step).max(Step::compareTo).orElse(Step.PATCH);
    }

    /** The step that the version takes; a lower or equal version takes none, which counts as a patch. */
    public Step taken() {
        if (newer.getMajor() > older.getMajor()) {
            return Step.MAJOR;
        }
        return newer.getMajor() == older.getMajor() && newer.getMinor() > older.getMinor() ? Step.MINOR : Step.PATCH;
    }

    /** Whether the version's step allows the changes. */
    public boolean isAllowed() {
        return taken().compareTo(needed()) >= 0;
    }

    /** The least version above the older one that allows the changes. */
    public Version due() {
        return switch (needed()) {
            case MAJOR -> new Version(older.getMajor() + 1, 0, 0);
            case MINOR -> new Version(older.getMajor(), older.getMinor() + 1, 0);
            case PATCH -> new Version(older.getMajor(), older.getMinor(), older.getMicro() + 1);
        };
    }
}
