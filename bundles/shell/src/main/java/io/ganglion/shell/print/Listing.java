// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.table.ShellTable;

/** Rows that print as a table for people, or as JSON for programs. */
public final class Listing {
    private final List<String> columns;
    private final List<List<String>> cells = new ArrayList<>();
    private final List<Map<String, Object>> facts = new ArrayList<>();

    public Listing(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    public Listing(String... columns) {
        this(List.of(columns));
    }

    /** One row: what a program reads, and what a person sees, one cell a column. */
    public void add(Map<String, Object> fact, Object... row) {
        facts.add(fact);
        cells.add(java.util.Arrays.stream(row)
                .map(cell -> Plain.text(String.valueOf(cell)))
                .toList());
    }

    /** A line for people alone: what it says is part of the fact above. */
    public void addLine(Object... row) {
        cells.add(java.util.Arrays.stream(row)
                .map(cell -> Plain.text(String.valueOf(cell)))
                .toList());
    }

    public int size() {
        return facts.size();
    }

    public List<Map<String, Object>> facts() {
        return facts;
    }

    /** Nothing at all where there are no rows. */
    public void print(PrintStream out) {
        if (cells.isEmpty()) {
            return;
        }
        ShellTable table = new ShellTable().forceAscii();
        columns.forEach(table::column);
        cells.forEach(row -> table.addRow().addContent(row.toArray()));
        table.print(out);
    }

    /** Names and values in turn, in this order. */
    public static Map<String, Object> fact(Object... namesAndValues) {
        Map<String, Object> fact = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fact.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fact;
    }
}
