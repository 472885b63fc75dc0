// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A history that fits into memory, as the api describes one. Thread-safe. */
final class MemoryHistory implements History {

    private record Series(Contract contract, String id, String device, TreeMap<Long, double[]> rows) {}

    private final Map<String, Series> all = new ConcurrentSkipListMap<>();

    synchronized void add(Observation observation) {
        all.computeIfAbsent(
                        observation.contract().name() + "/" + observation.device(),
                        key -> new Series(
                                observation.contract(), observation.entity(), observation.device(), new TreeMap<>()))
                .rows()
                .put(observation.time(), observation.values());
    }

    @Override
    public synchronized List<Entity> entities() {
        return all.values().stream()
                .map(series -> new Entity(
                        series.id(),
                        series.device(),
                        series.contract(),
                        series.rows().firstKey(),
                        series.rows().lastKey(),
                        series.rows().size()))
                .toList();
    }

    @Override
    public Optional<Entity> find(String idOrDevice) {
        return entities().stream()
                .filter(entity ->
                        entity.id().equals(idOrDevice) || entity.device().equals(idOrDevice))
                .findFirst();
    }

    @Override
    public synchronized Optional<Rows> latest(String contract, String device) {
        Series series = all.get(contract + "/" + device);
        if (series == null) {
            return Optional.empty();
        }
        List<String> names = names(series.contract());
        return Optional.of(new Rows(
                names,
                new long[] {series.rows().lastKey()},
                new double[][] {series.rows().lastEntry().getValue()},
                new boolean[1],
                false));
    }

    private static List<String> names(Contract contract) {
        return contract.attributes().stream().map(Attribute::name).toList();
    }

    @Override
    public synchronized Rows query(SeriesQuery query) {
        Series series = all.get(query.contract() + "/" + query.device());
        List<String> names = query.attributes().isEmpty() ? names(series.contract()) : query.attributes();
        int[] columns = names.stream().mapToInt(series.contract()::column).toArray();
        List<Map.Entry<Long, double[]>> rows = new ArrayList<>(
                series.rows().subMap(query.from(), true, query.to(), false).entrySet());
        boolean more = rows.size() > query.limit();
        if (more && query.thinning() == Thinning.OLDEST) {
            rows = rows.subList(0, query.limit());
        } else if (more && query.thinning() == Thinning.NEWEST) {
            rows = rows.subList(rows.size() - query.limit(), rows.size());
        } else if (more) {
            return slices(query, names, columns, rows);
        }
        return new Rows(
                names,
                rows.stream().mapToLong(Map.Entry::getKey).toArray(),
                rows.stream()
                        .map(row -> Arrays.stream(columns)
                                .mapToDouble(column -> row.getValue()[column])
                                .toArray())
                        .toArray(double[][]::new),
                new boolean[rows.size()],
                more);
    }

    private static Rows slices(
            SeriesQuery query, List<String> names, int[] columns, List<Map.Entry<Long, double[]>> rows) {
        long width = (query.to() - query.from()) / query.limit();
        TreeMap<Long, List<double[]>> slices = new TreeMap<>();
        rows.forEach(row -> slices.computeIfAbsent(
                        query.from() + (row.getKey() - query.from()) / width * width, any -> new ArrayList<>())
                .add(row.getValue()));
        double[][] values = slices.values().stream()
                .map(slice -> Arrays.stream(columns)
                        .mapToDouble(column -> {
                            var all = slice.stream().mapToDouble(row -> row[column]);
                            return switch (query.thinning()) {
                                case MINIMUM -> all.min().orElseThrow();
                                case MAXIMUM -> all.max().orElseThrow();
                                default -> all.average().orElseThrow();
                            };
                        })
                        .toArray())
                .toArray(double[][]::new);
        return new Rows(
                names,
                slices.keySet().stream().mapToLong(Long::longValue).toArray(),
                values,
                new boolean[values.length],
                true);
    }
}
