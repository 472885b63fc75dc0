// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.shell.print.Listing;
import io.ganglion.shell.print.Plain;
import io.ganglion.shell.print.Units;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Kept rows of one device, as they are or thinned. */
@Service
@Command(scope = "aiot", name = "series-query", description = "Kept rows of a device, as they are or thinned")
public final class QuerySeries extends NodeCommand {
    /** Rows that fit into a small node's memory, and more than anybody reads. */
    private static final int MOST = 100_000;

    private static final Map<String, Thinning> WAYS = Map.of(
            "lttb", Thinning.LTTB,
            "mean", Thinning.MEAN,
            "min", Thinning.MINIMUM,
            "max", Thinning.MAXIMUM);

    @Argument(index = 0, name = "CONTRACT", required = true, description = "The contract's name")
    @Completion(ContractCompleter.class)
    String contract;

    @Argument(index = 1, name = "DEVICE", required = true, description = "The device's name at this site, or its id")
    @Completion(EntityCompleter.class)
    String device;

    @Argument(index = 2, name = "ATTRIBUTES", multiValued = true, description = "Which; else all. Then options")
    List<String> trailing = List.of();

    @Option(name = "--from", description = "RFC 3339, or so long ago: -2h", valueToShowInHelp = "the first row")
    String from;

    @Option(name = "--to", description = "RFC 3339, now, or so long ago", valueToShowInHelp = "the last row")
    String to;

    @Option(name = "--thin", description = "lttb, mean, min or max; else the newest rows as they are")
    @Completion(
            value = StringsCompleter.class,
            values = {"lttb", "mean", "min", "max"})
    String thin;

    @Option(name = "--limit", description = "The most rows in the answer", valueToShowInHelp = "20")
    int limit = 20;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    void run(Services node, PrintStream out) throws CommandFailure {
        List<String> attributes = attributes();
        History history = need(node, History.class, "io.ganglion.store");
        Entity entity = Known.entity(history, contract, device);
        Rows rows = ask(history, query(entity, attributes));
        Listing listing = listing(rows, entity.contract());
        show(listing, json, closing(rows, entity), out);
    }

    private List<String> attributes() throws CommandFailure {
        List<String> names = new ArrayList<>(trailing);
        for (int i = 0; i < trailing.size(); i++) {
            if (trailing.get(i).startsWith("-")) {
                names = trailing.subList(0, i);
                Trailing.apply(this, trailing.subList(i, trailing.size()));
                break;
            }
        }
        return names;
    }

    private SeriesQuery query(Entity entity, List<String> attributes) throws CommandFailure {
        if (limit > MOST) {
            throw new CommandFailure("--limit is at most " + MOST + ": " + limit + ". Thinned: --thin mean");
        }
        Thinning thinning = thin == null ? Thinning.NEWEST : WAYS.get(thin);
        if (thinning == null) {
            throw new CommandFailure("--thin takes lttb, mean, min or max: " + thin);
        }
        // Slices of the time that there are rows for, not of all time.
        long first =
                from == null ? entity.first() : Math.max(entity.first(), When.parse("--from", from, clock.instant()));
        long last =
                to == null ? entity.last() + 1 : Math.min(entity.last() + 1, When.parse("--to", to, clock.instant()));
        try {
            return new SeriesQuery(
                    contract, entity.device(), attributes, first, Math.max(first, last), thinning, limit);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static Rows ask(History history, SeriesQuery query) throws CommandFailure {
        try {
            return history.query(query);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static Listing listing(Rows rows, Contract contract) {
        List<String> columns = new ArrayList<>(List.of("Time"));
        for (String attribute : rows.attributes()) {
            int column = contract.column(attribute);
            columns.add(
                    column < 0
                            ? attribute
                            : Units.labelled(
                                    attribute, contract.attributes().get(column).unitCode()));
        }
        Listing listing = new Listing(columns);
        for (int i = 0; i < rows.size(); i++) {
            String time = Facts.instant(rows.times()[i]).toString();
            Map<String, Object> values = new LinkedHashMap<>();
            List<Object> cells = new ArrayList<>(List.of(rows.replayed()[i] ? time + " (replayed)" : time));
            for (int a = 0; a < rows.attributes().size(); a++) {
                values.put(rows.attributes().get(a), rows.values()[i][a]);
                cells.add(Plain.number(rows.values()[i][a]));
            }
            listing.add(fact("time", time, "replayed", rows.replayed()[i], "values", values), cells.toArray());
        }
        return listing;
    }

    private String closing(Rows rows, Entity entity) {
        String range = Facts.instant(entity.first()) + " to " + Facts.instant(entity.last());
        if (rows.size() == 0) {
            return "No rows then. " + entity.device() + " has " + Plain.count(entity.rows(), "row") + " from " + range;
        }
        return Plain.count(rows.size(), "row") + " of " + entity.rows() + " from " + range
                + (rows.more() ? ". More: --limit " + 10L * limit + ", or thinned: --thin mean" : ".");
    }
}
