// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.flow.Uplink;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What a destination refuses for good, and why. */
@Service
@Command(scope = "aiot", name = "uplink-dead-letters", description = "Messages that a destination refuses, and why")
public final class UplinkDeadLetters extends NodeCommand {
    @Argument(name = "uplink", required = true, description = "The destination's name")
    String name = "";

    @Option(name = "-n", description = "How many, the oldest first")
    int limit = 50;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Uplink uplink = find(node, name);
        Listing listing = new Listing("Number", "Since", "Topic", "Bytes", "Reason");
        List<Uplink.DeadLetter> letters = uplink.deadLetters(Math.max(1, limit));
        for (Uplink.DeadLetter letter : letters) {
            listing.add(
                    fact(
                            "number", letter.number(),
                            "id", letter.id(),
                            "topic", letter.topic(),
                            "bytes", letter.bytes(),
                            "reason", letter.reason(),
                            "since", letter.since().toString()),
                    letter.number(),
                    ago(letter.since()),
                    Plain.cut(letter.topic(), 60),
                    letter.bytes(),
                    Plain.cut(letter.reason(), 80));
        }
        String closing = letters.isEmpty()
                ? "No dead letters."
                : Plain.count(letters.size(), "dead letter") + ". Send them once more: aiot:uplink-retry " + name;
        show(listing, json, closing, out);
    }

    static Uplink find(Services node, String name) throws CommandFailure {
        List<Uplink> all = UplinkStatusCommand.sorted(node);
        return all.stream()
                .filter(uplink -> uplink.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no destination is called " + name + "; there are: "
                        + String.join(", ", all.stream().map(Uplink::name).toList())));
    }
}
