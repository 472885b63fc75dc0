// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Uplink;
import io.ganglion.api.series.Journal;
import io.ganglion.shell.print.Near;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Gives up the place of a destination that is no more: what waits for it takes room on the disk for nobody. */
@Service
@Command(
        scope = "aiot",
        name = "uplink-forget",
        description = "Gives up what waits for a destination that is not configured any more")
public final class UplinkForget extends NodeCommand {
    @Argument(name = "uplink", required = true, description = "The destination's name")
    String name = "";

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Journal journal = need(node, Journal.class, "io.ganglion.store");
        if (!journal.destinations().contains(name)) {
            throw new CommandFailure(Near.miss("destination with a place", name, journal.destinations()));
        }
        if (node.all(Uplink.class).stream().anyMatch(uplink -> uplink.name().equals(name))) {
            throw new CommandFailure(
                    name + " is configured, and would begin anew at once. Remove its io.ganglion.uplink-*.cfg first");
        }
        journal.forget(name);
        out.println("Nothing is kept for " + name + " any more. The room is free after the next round of the store.");
    }
}
