// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.explanation.Explanation.Method;
import io.ganglion.api.explanation.Explanation.Part;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Units;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Which sensors made a device's score, beside what is normal for it. */
@Service
@Command(scope = "aiot", name = "explain", description = "Which sensors made a device's score, beside its normal")
public final class Explain extends NodeCommand {
    private static final Map<String, Method> METHODS = Map.of(
            "reconstruction", Method.RECONSTRUCTION,
            "gradients", Method.INTEGRATED_GRADIENTS,
            "shap", Method.KERNEL_SHAP);

    @Argument(index = 0, name = "DEVICE", required = true, description = "The device's name at this site, or its id")
    @Completion(EntityCompleter.class)
    String device;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--at", description = "RFC 3339, or so long ago: -2h", valueToShowInHelp = "now")
    String at = "now";

    @Option(name = "--method", description = "reconstruction, gradients or shap", valueToShowInHelp = "reconstruction")
    @Completion(
            value = StringsCompleter.class,
            values = {"reconstruction", "gradients", "shap"})
    String method = "reconstruction";

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing == null ? List.of() : trailing);
        Method how = METHODS.get(method);
        if (how == null) {
            throw new CommandFailure("--method takes reconstruction, gradients or shap: " + method);
        }
        Entity entity = Known.entity(need(node, History.class, "io.ganglion.store"), device);
        Explainer explainer = need(node, Explainer.class, "io.ganglion.inference");
        Explanation explanation = ask(explainer, entity, how);
        Listing parts = parts(explanation);
        if (json) {
            Map<String, Object> fact = facts(explanation);
            fact.put("parts", parts.facts());
            out.println(Json.pretty(fact));
            return;
        }
        out.println(Plain.text(explanation.device()) + " at " + explanation.at() + ", by " + explanation.model());
        parts.print(out);
        out.println(closing(explanation));
    }

    private Explanation ask(Explainer explainer, Entity entity, Method how) throws CommandFailure {
        try {
            return explainer.explain(
                    entity.contract().name(),
                    entity.device(),
                    Facts.instant(When.parse("--at", at, clock.instant())),
                    how);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static Listing parts(Explanation explanation) {
        Listing listing = new Listing("Attribute", "Value", "Expected", "Normal", "Contribution", "Share");
        double way = explanation.score() - explanation.baseline();
        for (Part part : explanation.parts()) {
            listing.add(
                    fact(
                            "attribute", part.attribute(),
                            "unitCode", part.unitCode(),
                            "value", part.value(),
                            "expected", part.expected(),
                            "normal", part.normal(),
                            "contribution", part.contribution()),
                    Units.labelled(part.attribute(), part.unitCode()),
                    Plain.number(part.value()),
                    Plain.number(part.expected()),
                    Plain.number(part.normal()),
                    Plain.number(part.contribution()),
                    way == 0 ? "-" : Plain.percent(part.contribution() / way));
        }
        return listing;
    }

    private static Map<String, Object> facts(Explanation explanation) {
        return fact(
                "contract", explanation.contract(),
                "device", explanation.device(),
                "at", explanation.at().toString(),
                "model", explanation.model().toString(),
                "method", explanation.method().name(),
                "score", explanation.score(),
                "threshold", explanation.threshold(),
                "baseline", explanation.baseline(),
                "normalAt", explanation.normalAt().map(Object::toString).orElse(""));
    }

    private static String closing(Explanation explanation) {
        double threshold = explanation.threshold();
        String verdict = Double.isNaN(threshold)
                ? "its normal is still being learned"
                : (explanation.score() > threshold ? "anomalous above " : "normal up to ") + Plain.number(threshold);
        String baseline =
                explanation.baseline() == 0 ? "" : ", " + Plain.number(explanation.baseline()) + " of it without cause";
        return "Score " + Plain.number(explanation.score()) + baseline + "; " + verdict + ". "
                + explanation
                        .normalAt()
                        .map(normal -> "Normal is the row of " + normal + ".")
                        .orElse("There is no normal row to show.");
    }
}
