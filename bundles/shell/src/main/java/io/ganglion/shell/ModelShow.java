// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Models;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Near;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One model: what it reads, how its score is made, and where it comes from. */
@Service
@Command(scope = "aiot", name = "model-show", description = "One model with its inputs and its card")
public final class ModelShow extends NodeCommand {
    @Argument(index = 0, name = "MODEL", required = true, description = "NAME, or NAME@VERSION")
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON; the card as a text in it")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        ModelStatus found =
                find(need(node, Models.class, "io.ganglion.inference").list());
        if (json) {
            Map<String, Object> fact = ModelList.summary(found);
            fact.put("spec", found.spec().map(ModelShow::facts).orElse(null));
            fact.put("card", found.card());
            out.println(Json.pretty(fact));
        } else {
            print(found, out);
        }
    }

    /** The version asked for; without one the version that serves, else the highest. */
    private ModelStatus find(List<ModelStatus> models) throws CommandFailure {
        return models.stream()
                .filter(status -> status.id().toString().equals(model)
                        || status.id().name().equals(model))
                .max(Comparator.comparing((ModelStatus status) -> status.state() == State.SERVING)
                        .thenComparing(ModelStatus::id))
                .orElseThrow(() -> new CommandFailure(Near.miss(
                        "model",
                        model,
                        models.stream()
                                .flatMap(status -> model.contains("@")
                                        ? Stream.of(status.id().toString())
                                        : Stream.of(status.id().name()))
                                .toList())));
    }

    private static void print(ModelStatus status, PrintStream out) {
        out.println(status.id() + " reads " + status.contract() + " and is " + ModelList.state(status)
                + (status.engine().isEmpty() ? "" : " on engine " + status.engine()) + ", from " + status.origin());
        if (!status.problem().isEmpty()) {
            out.println("Why: " + Plain.text(status.problem()));
        }
        status.spec().ifPresent(spec -> print(spec, out));
        if (!status.card().isEmpty()) {
            out.println();
            // The card keeps its lines; what could steer a terminal is escaped by JSON already.
            out.println(Json.indented(status.card()));
        }
        out.println(Plain.count(status.scored(), "row") + " scored since the node started.");
    }

    private static void print(ModelSpec spec, PrintStream out) {
        Listing listing = new Listing("Input", "Transform", "Mean", "Deviation");
        spec.inputs()
                .forEach(input -> listing.add(
                        Map.of(),
                        input.attribute(),
                        input.transform().name().toLowerCase(Locale.ROOT),
                        Plain.number(input.mean()),
                        Plain.number(input.deviation())));
        listing.print(out);
        out.println("Averages " + Plain.count(spec.window(), "row") + " into one input and " + spec.smoothing()
                + " scores into one."
                + (spec.steps() == 1 ? "" : " Looks at series of " + spec.steps() + " such inputs, a row apart."));
        ModelSpec.Commissioning own = spec.commissioning();
        out.println(
                own.rows() == 0
                        ? "Anomalous above " + Plain.number(spec.threshold()) + "; devices are not commissioned."
                        : "A device's first " + own.rows()
                                + " good rows set its own normaliser, and its own threshold at "
                                + Plain.number(own.margin()) + " times the " + own.quantile()
                                + " quantile of their scores.");
    }

    private static Map<String, Object> facts(ModelSpec spec) {
        return fact(
                "contract", spec.contract(),
                "inputs",
                        spec.inputs().stream()
                                .map(input -> fact(
                                        "attribute", input.attribute(),
                                        "transform", input.transform().name(),
                                        "mean", input.mean(),
                                        "deviation", input.deviation()))
                                .toList(),
                "window", spec.window(),
                "steps", spec.steps(),
                "smoothing", spec.smoothing(),
                "threshold", spec.threshold(),
                "commissioning",
                        fact(
                                "rows", spec.commissioning().rows(),
                                "quantile", spec.commissioning().quantile(),
                                "margin", spec.commissioning().margin()));
    }
}
