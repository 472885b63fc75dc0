// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Forgets refused payloads for good. */
@Service
@Command(
        scope = "aiot",
        name = "quarantine-discard",
        description = "Forgets refused payloads for good: one, a group, or all of a contract")
public final class QuarantineDiscard extends QuarantineCommand {
    @Argument(index = 0, name = "ID", description = "One, as in quarantine-list")
    @Completion(QuarantineCompleter.class)
    String id;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--group", description = "All with the trouble of this one, by its ID")
    @Completion(QuarantineCompleter.Groups.class)
    String group;

    @Option(name = "--all", description = "The whole quarantine")
    boolean all;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Quarantine quarantine = quarantine(node);
        Selection selection = Chosen.of(this, quarantine, id, group, all);
        long gone = discard(quarantine, selection);
        long size = quarantine.size();
        if (json) {
            out.println(Json.pretty(Listing.fact("discarded", gone, "left", size)));
        } else {
            out.println(Plain.count(gone, "payload") + " discarded, " + size + " left in quarantine.");
        }
    }

    private static long discard(Quarantine quarantine, Selection selection) throws CommandFailure {
        try {
            return quarantine.discard(selection);
        } catch (IllegalStateException e) {
            throw new CommandFailure(e.getMessage());
        }
    }
}
