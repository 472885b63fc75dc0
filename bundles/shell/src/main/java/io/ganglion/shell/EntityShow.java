// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.shell.print.Json;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Units;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One thing that has a history. */
@Service
@Command(scope = "aiot", name = "entity-show", description = "A device with a history: attributes, units, tags, latest")
public final class EntityShow extends NodeCommand {
    @Argument(index = 0, name = "ID", required = true, description = "The entity's id, or the device's name")
    @Completion(EntityCompleter.class)
    String id;

    @Argument(index = 1, name = "OPTIONS", multiValued = true, description = "Options may also come last")
    List<String> trailing = List.of();

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        Trailing.apply(this, trailing);
        History history = need(node, History.class, "io.ganglion.store");
        Entity entity = Known.entity(history, id);
        Listing attributes = attributes(entity, history.latest(entity.contract().name(), entity.device()));
        if (json) {
            Map<String, Object> fact = fact(
                    "id", entity.id(),
                    "device", entity.device(),
                    "contract", entity.contract().name(),
                    "contractVersion", entity.contract().version().toString(),
                    "type", entity.contract().entityType(),
                    "first", Facts.instant(entity.first()).toString(),
                    "last", Facts.instant(entity.last()).toString(),
                    "rows", entity.rows());
            fact.put("attributes", attributes.facts());
            out.println(Json.pretty(fact));
            return;
        }
        out.println(Plain.text(entity.id()) + ", device " + Plain.text(entity.device()) + ", "
                + entity.contract().reference());
        attributes.print(out);
        out.println(Plain.count(entity.rows(), "row") + " from " + Facts.instant(entity.first()) + " to "
                + Facts.instant(entity.last()) + ". They are: aiot:series-query "
                + entity.contract().name() + " " + entity.device());
    }

    private static Listing attributes(Entity entity, Optional<Rows> latest) {
        Listing listing = new Listing("Attribute", "Latest", "Unit", "Quantity", "Tags");
        for (Attribute attribute : entity.contract().attributes()) {
            double value = latest.filter(rows -> rows.attributes().contains(attribute.name()))
                    .map(rows -> rows.values()[0][rows.attributes().indexOf(attribute.name())])
                    .orElse(Double.NaN);
            Map<String, Object> fact = Facts.of(attribute);
            fact.put("latest", value);
            listing.add(
                    fact,
                    attribute.name(),
                    Plain.number(value),
                    Units.symbol(attribute.unitCode()),
                    attribute.quantityKind(),
                    String.join(", ", attribute.tags()));
        }
        return listing;
    }
}
