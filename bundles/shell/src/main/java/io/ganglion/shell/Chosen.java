// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Selection;

/** Which entries an operator has chosen to do something with. Nothing chosen is not everything chosen. */
final class Chosen {

    private Chosen() {}

    static Selection of(QuarantineCommand command, Quarantine quarantine, String id, String group, boolean all)
            throws CommandFailure {
        Selection selection = command.selection(quarantine);
        boolean narrowed = !selection.equals(Selection.ALL);
        int ways = (id == null ? 0 : 1) + (group == null ? 0 : 1) + (all ? 1 : 0) + (narrowed ? 1 : 0);
        if (ways != 1) {
            throw new CommandFailure((ways == 0 ? "say which" : "say which in one way only")
                    + ": an ID, --group ID, --contract, --reason, --device or --since, or --all. What there is:"
                    + " aiot:quarantine-list --group");
        }
        if (id != null) {
            return Selection.of(QuarantineCommand.entry(quarantine, id).id());
        }
        return group != null ? QuarantineCommand.group(quarantine, group) : selection;
    }
}
