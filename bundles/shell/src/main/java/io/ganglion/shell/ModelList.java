// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Models;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Every model bundle, and why it does not serve where it does not. */
@Service
@Command(scope = "aiot", name = "model-list", description = "Models of this node, and why one does not serve")
public final class ModelList extends NodeCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        List<ModelStatus> models =
                need(node, Models.class, "io.ganglion.inference").list();
        Listing listing = new Listing("Model", "Version", "Contract", "State", "Engine", "Scored", "Bundle");
        for (ModelStatus model : models) {
            listing.add(
                    summary(model),
                    model.id().name(),
                    model.id().version(),
                    reads(model.contract(), model.majors()),
                    state(model),
                    model.engine().isEmpty() ? "-" : model.engine(),
                    model.scored(),
                    model.origin());
        }
        show(listing, json, closing(models), out);
    }

    static Map<String, Object> summary(ModelStatus model) {
        return fact(
                "model", model.id().name(),
                "version", model.id().version().toString(),
                "contract", model.contract(),
                "contractMajors", model.majors(),
                "state", state(model),
                "engine", model.engine(),
                "scored", model.scored(),
                "problem", model.problem(),
                "origin", model.origin());
    }

    /** {@code Pump 1.x}; {@code Pump} where every version is meant. */
    static String reads(String contract, String majors) {
        return majors.equals("any") ? contract : contract + " " + majors + ".x";
    }

    static String state(ModelStatus model) {
        return model.state().name().toLowerCase(Locale.ROOT);
    }

    private static String closing(List<ModelStatus> models) {
        StringBuilder text = new StringBuilder();
        for (ModelStatus model : models) {
            if (model.state() == State.UNRESOLVED || model.state() == State.REFUSED) {
                text.append(model.id()).append(" is ").append(state(model)).append(": ");
                text.append(Plain.text(model.problem())).append('\n');
            }
        }
        if (models.isEmpty()) {
            return "No model is installed. One comes as a feature: feature:install ganglion-model-pump-anomaly";
        }
        long serving =
                models.stream().filter(model -> model.state() == State.SERVING).count();
        return text + Plain.count(models.size(), "model") + ", " + serving
                + " serving. Which answers for what: aiot:model-route";
    }
}
