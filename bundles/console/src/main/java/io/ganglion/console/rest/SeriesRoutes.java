// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.InsightHistory;
import io.ganglion.api.series.InsightHistory.Judgement;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a device said, and what was thought of it, over time: always few enough points to draw. */
final class SeriesRoutes {

    private static final Duration USUAL = Duration.ofHours(1);
    private static final int POINTS = 500;
    private static final int POINTS_MOST = 5_000;
    private static final int INSIGHTS = 1_000;
    private static final int INSIGHTS_MOST = 5_000;

    /** So many judgements are read to draw few of them. */
    private static final int INSIGHTS_READ = 20_000;

    private final Services services;

    record Column(String name, String unitCode) {}

    /**
     * Columns over one grid of time.
     *
     * @param times milliseconds since the epoch, ascending; of a slice its beginning
     * @param values one column each
     * @param minimum least of each slice, where asked for
     * @param maximum greatest of each slice, where asked for
     * @param thinned whether a point may stand for several rows
     */
    record Series(
            String device,
            String contract,
            Instant from,
            Instant to,
            List<Column> attributes,
            long[] times,
            List<double[]> values,
            Optional<List<double[]>> minimum,
            Optional<List<double[]>> maximum,
            boolean thinned) {}

    /** @param times milliseconds since the epoch, ascending */
    record Judgements(long[] times, double[] scores, double[] thresholds, List<String> verdicts, List<String> models) {}

    SeriesRoutes(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/devices/{name}/series",
                        "What it said, thinned to be drawn",
                        List.of("contract", "attributes", "from", "to", "points", "envelope"),
                        Series.class,
                        this::series),
                Route.get(
                        "/devices/{name}/insights",
                        "What was thought of it; of many the highest scores",
                        List.of("contract", "from", "to", "limit"),
                        Judgements.class,
                        this::insights));
    }

    private record Span(Instant from, Instant to) {}

    private static Span span(DeviceRoutes.Found found, Request request) {
        // Without a time the last hour that there is: a device that is gone still has a picture.
        Instant newest = found.kept().map(Entity::last).map(Types::instant).orElse(request.now());
        Instant to = request.time("to").orElse(newest.isBefore(request.now()) ? newest.plusNanos(1) : request.now());
        Instant from = request.time("from").orElse(to.minus(USUAL));
        if (from.isAfter(to)) {
            throw Problem.invalid("from must not be after to: from=" + from + " to=" + to);
        }
        return new Span(from, to);
    }

    private Answer series(Request request) {
        History history = services.need(History.class, "store");
        DeviceRoutes.Found found = DeviceRoutes.find(services, request);
        Span span = span(found, request);
        int points = request.number("points", POINTS, 2, POINTS_MOST);
        List<String> names = request.list("attributes");
        Rows rows = read(history, found, span, names, names.size() == 1 ? Thinning.LTTB : Thinning.MEAN, points);
        boolean envelope = request.flag("envelope");
        return Answer.ok(new Series(
                found.name(),
                found.contract(),
                span.from(),
                span.to(),
                rows.attributes().stream()
                        .map(name -> new Column(name, unit(found, name)))
                        .toList(),
                milliseconds(rows.times()),
                columns(rows),
                envelope
                        ? Optional.of(columns(read(history, found, span, names, Thinning.MINIMUM, points)))
                        : Optional.empty(),
                envelope
                        ? Optional.of(columns(read(history, found, span, names, Thinning.MAXIMUM, points)))
                        : Optional.empty(),
                rows.size() >= points / 2));
    }

    private static Rows read(
            History history, DeviceRoutes.Found found, Span span, List<String> names, Thinning thinning, int points) {
        return history.query(new SeriesQuery(
                found.contract(),
                found.name(),
                names,
                Types.nanos(span.from()),
                Types.nanos(span.to()),
                thinning,
                points));
    }

    private static String unit(DeviceRoutes.Found found, String attribute) {
        return found.kept()
                .map(Entity::contract)
                .filter(contract -> contract.column(attribute) >= 0)
                .map(contract ->
                        contract.attributes().get(contract.column(attribute)).unitCode())
                .orElse("");
    }

    private static long[] milliseconds(long[] nanos) {
        long[] times = new long[nanos.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.floorDiv(nanos[i], 1_000_000L);
        }
        return times;
    }

    private static List<double[]> columns(Rows rows) {
        List<double[]> columns = new ArrayList<>();
        for (int column = 0; column < rows.attributes().size(); column++) {
            double[] values = new double[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.values()[row][column];
            }
            columns.add(values);
        }
        return columns;
    }

    private Answer insights(Request request) {
        InsightHistory history = services.need(InsightHistory.class, "store");
        DeviceRoutes.Found found = DeviceRoutes.find(services, request);
        Span span = span(found, request);
        List<Judgement> all = history.judgements(
                found.contract(), found.name(), Types.nanos(span.from()), Types.nanos(span.to()), INSIGHTS_READ);
        return Answer.ok(judgements(highest(all, request.number("limit", INSIGHTS, 1, INSIGHTS_MOST))));
    }

    /** Of each slice of equally many the one with the highest score: an alarm must not be thinned away. */
    static List<Judgement> highest(List<Judgement> all, int limit) {
        if (all.size() <= limit) {
            return all;
        }
        List<Judgement> few = new ArrayList<>(limit);
        for (int i = 0; i < limit; i++) {
            int from = (int) ((long) i * all.size() / limit);
            int to = (int) ((i + 1L) * all.size() / limit);
            Judgement highest = all.get(from);
            for (Judgement one : all.subList(from, to)) {
                highest = one.score() > highest.score() ? one : highest;
            }
            few.add(highest);
        }
        return few;
    }

    private static Judgements judgements(List<Judgement> few) {
        return new Judgements(
                few.stream()
                        .mapToLong(one -> Math.floorDiv(one.time(), 1_000_000L))
                        .toArray(),
                few.stream().mapToDouble(Judgement::score).toArray(),
                few.stream().mapToDouble(Judgement::threshold).toArray(),
                few.stream().map(one -> RecordWriter.word(one.verdict())).toList(),
                few.stream().map(one -> one.model().toString()).toList());
    }
}
