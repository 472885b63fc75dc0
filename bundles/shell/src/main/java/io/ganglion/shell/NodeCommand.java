// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.osgi.framework.BundleContext;

/** A question to the node's services. What the shell injects, and what every answer has in common. */
abstract class NodeCommand implements Action {
    @Reference
    BundleContext bundles;

    @Reference
    Session session;

    Clock clock = Clock.systemUTC();

    @Override
    public final Object execute() throws Exception {
        PrintStream out = session.getConsole();
        run(Services.of(bundles), out);
        out.flush();
        return null;
    }

    /** Answers on {@code out}; throws where it cannot, and the shell's exit code says so. */
    abstract void run(Services node, PrintStream out) throws Exception;

    /** The service, or a failure that says what is missing on this node. */
    static <T> T need(Services node, Class<T> type, String from) throws CommandFailure {
        return node.find(type)
                .orElseThrow(() -> new CommandFailure("the node's "
                        + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + " cannot be asked: bundle " + from
                        + " does not run. See bundle:list -t 0 and bundle:diag"));
    }

    /** The listing, as JSON alone or as a table with a closing fact. */
    static void show(Listing listing, boolean json, String closing, PrintStream out) {
        if (json) {
            out.println(Json.pretty(listing.facts()));
        } else {
            listing.print(out);
            out.println(closing);
        }
    }

    /** Who types, for the record. */
    String by() {
        Object user = session == null ? null : session.get("USER");
        return user == null ? "operator" : user.toString();
    }

    /** {@code 3 s ago}. */
    String ago(Instant instant) {
        return io.ganglion.shell.print.Plain.duration(Duration.between(instant, clock.instant())) + " ago";
    }
}
