// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.Quarantine.Replay;
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

/** Offers refused payloads to their contracts again. Fails where not one of them was accepted. */
@Service
@Command(
        scope = "aiot",
        name = "quarantine-replay",
        description = "Offers refused payloads again, after a fix: one, a group, or all of a contract")
public final class QuarantineReplay extends QuarantineCommand {
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
        Replay replay = replay(quarantine, Chosen.of(this, quarantine, id, group, all));
        if (json) {
            out.println(Json.pretty(Listing.fact(
                    "accepted",
                    replay.accepted(),
                    "refused",
                    replay.refused().stream().map(QuarantineCommand::fact).toList(),
                    "left",
                    replay.left(),
                    "trouble",
                    replay.trouble())));
        } else {
            table(replay.refused()).print(out);
        }
        String outcome = outcome(replay);
        boolean failed = replay.left() > 0
                || (replay.accepted() == 0 && !replay.refused().isEmpty());
        if (failed) {
            throw new CommandFailure(outcome);
        }
        if (!json) {
            out.println(outcome);
        }
    }

    private static Replay replay(Quarantine quarantine, Selection selection) throws CommandFailure {
        try {
            return quarantine.replay(selection);
        } catch (IllegalStateException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static String outcome(Replay replay) {
        long refused =
                replay.refused().stream().mapToLong(Quarantine.Group::count).sum();
        String outcome = replay.accepted() + " accepted and out of quarantine, " + refused + " still refused.";
        if (replay.left() > 0) {
            return outcome + " " + replay.left() + " not answered: " + Plain.text(replay.trouble());
        }
        return refused == 0
                ? outcome
                : outcome + " The spot: aiot:quarantine-show "
                        + replay.refused().get(0).example();
    }
}
