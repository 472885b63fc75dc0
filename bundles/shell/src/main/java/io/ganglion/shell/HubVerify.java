// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Looks at all that the registry keeps. */
@Service
@Command(
        scope = "aiot",
        name = "hub-verify",
        description =
                "Compares records, artefacts and what is published with what was registered; fails where they differ")
public final class HubVerify extends HubCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Hub hub = hub(node);
        List<String> findings = asked(hub::verify);
        List<ModelRecord> models = asked(hub::list);
        if (json) {
            out.println(
                    Json.pretty(Listing.fact("models", models.size(), "findings", findings, "trouble", hub.trouble())));
        } else {
            findings.forEach(finding -> out.println(Plain.text(finding)));
        }
        if (!findings.isEmpty()) {
            out.flush();
            throw new CommandFailure(Plain.count(findings.size(), "thing")
                    + " not as registered. What is named is neither installed nor served");
        }
        if (!json) {
            out.println(Plain.count(models.size(), "model")
                    + ": records, artefacts and what is published are as they were" + " registered.");
        }
    }
}
