// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Every registered model and where it stands. */
@Service
@Command(scope = "aiot", name = "hub-list", description = "Registered models: stage, parent, cause, since when")
public final class HubList extends HubCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Hub hub = hub(node);
        List<ModelRecord> models = asked(hub::list);
        Listing listing = new Listing("Model", "Version", "Stage", "Since", "By", "Contract", "Parent", "Cause");
        for (ModelRecord model : models) {
            Step last = model.steps().get(model.steps().size() - 1);
            listing.add(
                    HubFacts.of(model),
                    model.id().name(),
                    model.id().version(),
                    stage(model),
                    ago(last.at()),
                    last.by(),
                    model.lineage().contract(),
                    model.lineage().parent().map(ModelId::toString).orElse("-"),
                    Plain.cut(model.lineage().cause(), 40));
        }
        show(listing, json, closing(hub, models), out);
    }

    private static String closing(Hub hub, List<ModelRecord> models) {
        String trouble = hub.trouble().isEmpty() ? "" : "Trouble: " + Plain.text(hub.trouble()) + "\n";
        if (models.isEmpty()) {
            return trouble + "No model is registered. Those of this node are entered within a second: aiot:model-list";
        }
        List<ModelRecord> waiting = models.stream()
                .filter(model -> model.stage() == Stage.CANDIDATE)
                .toList();
        return trouble
                + (waiting.isEmpty()
                        ? Plain.count(models.size(), "model") + ". The whole story of one: aiot:hub-show "
                                + models.get(models.size() - 1).id()
                        : Plain.count(waiting.size(), "candidate") + " to look at: aiot:hub-show "
                                + waiting.get(0).id() + ", then aiot:hub-approve "
                                + waiting.get(0).id());
    }
}
