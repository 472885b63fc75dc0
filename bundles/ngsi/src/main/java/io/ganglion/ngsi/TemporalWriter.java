// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.api.series.Rows;
import io.ganglion.ngsi.Knowledge.Known;
import io.ganglion.ngsi.form.Aggregation;
import io.ganglion.ngsi.form.PinnedContexts.Scope;
import io.ganglion.ngsi.form.Times;
import java.io.IOException;
import java.util.List;

/** Writes the past of one entity (ETSI GS CIM 009, 4.5.6 to 4.5.9 and 4.5.19), as it goes out. */
record TemporalWriter(Scope scope, boolean linkedData, TemporalQuestion.Form form) {

    /** @param iris the columns of the rows */
    void write(JsonGenerator json, Known known, List<String> iris, Rows rows) throws IOException {
        begin(json, known);
        String[] times = new String[rows.size()];
        for (int row = 0; row < times.length; row++) {
            times[row] = Times.text(rows.times()[row]);
        }
        for (int i = 0; i < iris.size(); i++) {
            if (has(rows, i)) {
                json.writeFieldName(scope.terms().compact(iris.get(i)));
                String unit = unit(known, iris.get(i));
                if (form == TemporalQuestion.Form.TEMPORAL_VALUES) {
                    values(json, rows, i, times, unit);
                } else {
                    instances(json, rows, i, times, unit);
                }
            }
        }
        json.writeEndObject();
    }

    private static boolean has(Rows rows, int column) {
        for (double[] row : rows.values()) {
            if (!Double.isNaN(row[column])) {
                return true;
            }
        }
        return false;
    }

    private static String unit(Known known, String iri) {
        return known.shape()
                .contract()
                .attributes()
                .get(known.shape().columns().get(iri))
                .unitCode();
    }

    private void begin(JsonGenerator json, Known known) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", known.id());
        json.writeStringField("type", scope.terms().compact(known.shape().type()));
        if (linkedData) {
            json.writeFieldName("@context");
            json.writeTree(scope.json());
        }
    }

    private static void values(JsonGenerator json, Rows rows, int column, String[] times, String unit)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Property");
        if (!unit.isEmpty()) {
            json.writeStringField("unitCode", unit);
        }
        json.writeArrayFieldStart("values");
        for (int row = 0; row < times.length; row++) {
            double value = rows.values()[row][column];
            if (!Double.isNaN(value)) {
                json.writeStartArray();
                json.writeNumber(value);
                json.writeString(times[row]);
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void instances(JsonGenerator json, Rows rows, int column, String[] times, String unit) throws IOException {
        json.writeStartArray();
        for (int row = 0; row < times.length; row++) {
            double value = rows.values()[row][column];
            if (!Double.isNaN(value)) {
                json.writeStartObject();
                if (form == TemporalQuestion.Form.NORMALIZED) {
                    json.writeStringField("type", "Property");
                }
                json.writeNumberField("value", value);
                if (!unit.isEmpty()) {
                    json.writeStringField("unitCode", unit);
                }
                json.writeStringField("observedAt", times[row]);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** One triple a method and period: value, beginning, end. */
    void write(JsonGenerator json, Known known, List<String> iris, List<String> methods, Aggregation.Table table)
            throws IOException {
        begin(json, known);
        for (int i = 0; i < iris.size(); i++) {
            json.writeObjectFieldStart(scope.terms().compact(iris.get(i)));
            json.writeStringField("type", "Property");
            for (int method = 0; method < methods.size(); method++) {
                json.writeArrayFieldStart(methods.get(method));
                triples(json, methods.get(method), table, table.values()[method][i]);
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void triples(JsonGenerator json, String method, Aggregation.Table table, double[] values)
            throws IOException {
        for (int slice = 0; slice < values.length; slice++) {
            if (!Double.isNaN(values[slice])) {
                json.writeStartArray();
                if (method.equals("totalCount")) {
                    json.writeNumber((long) values[slice]);
                } else {
                    json.writeNumber(values[slice]);
                }
                json.writeString(Times.text(table.from() + slice * table.period()));
                json.writeString(Times.text(table.end(slice)));
                json.writeEndArray();
            }
        }
    }
}
