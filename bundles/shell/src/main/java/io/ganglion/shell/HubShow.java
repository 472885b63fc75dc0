// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Hub.Tenure;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.hub.ModelRecord.Step;
import io.ganglion.api.model.ModelId;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Plain;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A model's whole origin and life, recited. */
@Service
@Command(scope = "aiot", name = "hub-show", description = "Where a model comes from, and all that became of it")
public final class HubShow extends HubCommand {
    private static final Instant EVER = Instant.ofEpochSecond(253_402_300_799L);

    @Argument(index = 0, name = "MODEL@VERSION", required = true, description = "As in hub-list")
    @Completion(HubCompleter.class)
    String model;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        Hub hub = hub(node);
        ModelRecord record = registered(hub, model);
        List<Tenure> tenures = asked(() -> hub.tenures(record.lineage().contract(), Instant.EPOCH, EVER)).stream()
                .filter(tenure -> tenure.model().equals(record.id()))
                .toList();
        if (json) {
            Map<String, Object> facts = HubFacts.of(record);
            facts.put("tenures", tenures.stream().map(HubFacts::of).toList());
            out.println(Json.pretty(facts));
        } else {
            origin(record, out);
            life(record, tenures, out);
            out.println(next(record));
        }
    }

    private static void origin(ModelRecord record, PrintStream out) {
        Lineage lineage = record.lineage();
        line(out, "Model", record.id() + " for contract " + lineage.contract() + ", " + stage(record));
        line(out, "Cause", lineage.cause());
        line(out, "Parent", lineage.parent().map(ModelId::toString).orElse("none, made from scratch"));
        line(out, "Data", lineage.data() + " (SHA-256)");
        line(out, "Recipe", lineage.recipe() + " (SHA-256)");
        line(out, "Seed", Long.toString(lineage.seed()));
        line(out, "Trainer", lineage.trainer());
        line(out, "Platform", lineage.platform());
        line(out, "Artefact", record.artefact() + " (SHA-256), " + Plain.count(record.bytes(), "byte"));
        new TreeMap<>(lineage.metrics())
                .forEach((name, value) -> line(out, "Metric", name + " " + Plain.number(value)));
    }

    private static void life(ModelRecord record, List<Tenure> tenures, PrintStream out) {
        for (Step step : record.steps()) {
            line(
                    out,
                    "Step",
                    step.at() + " " + step.stage().name().toLowerCase(Locale.ROOT) + " by " + step.by()
                            + (step.note().isBlank() ? "" : ": " + step.note()));
        }
        for (Tenure tenure : tenures) {
            line(
                    out,
                    "Tenure",
                    tenure.from() + " to " + tenure.to().map(Instant::toString).orElse("now") + " "
                            + ModelHistory.part(tenure) + " for " + tenure.contract() + " on " + tenure.node() + ": "
                            + tenure.reason());
        }
    }

    private static void line(PrintStream out, String label, String text) {
        out.printf(Locale.ROOT, "%-9s%s%n", label, Plain.text(text));
    }

    private static String next(ModelRecord record) {
        return switch (record.stage()) {
            case CANDIDATE -> "It waits. Approve it: aiot:hub-approve " + record.id();
            case APPROVED -> "It may answer. Bring it here: aiot:hub-install " + record.id()
                    + "; offer it to others: aiot:hub-publish " + record.id();
            case LIVE -> "It answers. Its present: aiot:model-show " + record.id();
            case RETIRED -> "It is retired, and stays so until somebody approves it anew.";
        };
    }
}
