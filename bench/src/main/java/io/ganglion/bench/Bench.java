// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** {@code bench/run NAME [--quick] [--only=CASE,...]}. */
public final class Bench {

    private static final String ONLY = "--only=";

    private Bench() {}

    public static void main(String[] args) throws Exception {
        boolean quick = Arrays.asList(args).contains("--quick");
        Set<String> cases = cases(args);
        List<String> names =
                Arrays.stream(args).filter(arg -> !arg.startsWith("--")).toList();
        if (names.isEmpty()) {
            list();
            return;
        }
        for (Benchmark benchmark : ServiceLoader.load(Benchmark.class)) {
            if (benchmark.name().equals(names.get(0))) {
                Figures figures = cases.isEmpty() ? benchmark.run(quick) : benchmark.run(quick, cases);
                System.out.println(json(benchmark.name(), quick, figures));
                System.exit(figures.holds() ? 0 : 1);
            }
        }
        System.err.println("no benchmark is called " + names.get(0) + "; there are:");
        list();
        System.exit(2);
    }

    private static Set<String> cases(String[] args) {
        for (String arg : args) {
            if (arg.startsWith(ONLY)) {
                return Set.of(arg.substring(ONLY.length()).split(","));
            }
        }
        return Set.of();
    }

    private static void list() {
        ServiceLoader.load(Benchmark.class)
                .forEach(benchmark -> System.out.printf("%-10s %s%n", benchmark.name(), benchmark.about()));
    }

    private static String json(String name, boolean quick, Figures figures) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode line = mapper.createObjectNode();
        line.put("name", name).put("quick", quick).put("unit", figures.unit()).put("ours", rounded(figures.ours()));
        figures.others().forEach((field, value) -> line.put(field, rounded(value)));
        line.put("holds", figures.holds());
        return mapper.writeValueAsString(line);
    }

    /** Four digits: more would claim a precision that a shared machine does not have. */
    private static double rounded(double value) {
        return Double.isFinite(value)
                ? new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(4))
                        .doubleValue()
                : value;
    }
}
