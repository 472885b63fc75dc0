// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.flow.Uplink;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Sends dead letters once more, after what was wrong has been put right. */
@Service
@Command(scope = "aiot", name = "uplink-retry", description = "Sends dead letters of a destination once more")
public final class UplinkRetry extends NodeCommand {
    @Argument(name = "uplink", required = true, description = "The destination's name")
    String name = "";

    @Argument(index = 1, name = "numbers", multiValued = true, description = "Which; none for all")
    List<Long> numbers = List.of();

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Uplink uplink = UplinkDeadLetters.find(node, name);
        int sent = uplink.retry(numbers == null ? List.of() : numbers);
        if (sent == 0 && numbers != null && !numbers.isEmpty()) {
            throw new CommandFailure("no such dead letter: " + numbers + ". See aiot:uplink-dead-letters " + name);
        }
        out.println(Plain.count(sent, "dead letter")
                + " on the way again. What is refused again stays: aiot:uplink-status");
    }
}
