// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.message;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many rows of one device as one: mean, least and greatest value of each attribute. Grows by {@link #add}; not
 * thread-safe.
 */
public final class Summary {

    /** One attribute. */
    public static final class Column {
        private long values;
        private double sum;
        private double minimum = Double.POSITIVE_INFINITY;
        private double maximum = Double.NEGATIVE_INFINITY;

        private void add(double value) {
            values++;
            sum += value;
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }

        long values() {
            return values;
        }

        double mean() {
            return sum / values;
        }

        double minimum() {
            return minimum;
        }

        double maximum() {
            return maximum;
        }
    }

    private final Contract contract;
    private final String device;
    private final List<Column> columns;
    private String entity = "";
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long rows;
    private long position;

    public Summary(Contract contract, String device) {
        this.contract = contract;
        this.device = device;
        this.columns =
                Stream.generate(Column::new).limit(contract.attributes().size()).toList();
    }

    /** @param at the row's place in the journal */
    public void add(Observation row, long at) {
        entity = row.entity();
        from = Math.min(from, row.time());
        to = Math.max(to, row.time());
        position = at;
        rows++;
        for (int i = 0; i < columns.size(); i++) {
            if (row.isGood(i)) {
                columns.get(i).add(row.values()[i]);
            }
        }
    }

    public Contract contract() {
        return contract;
    }

    public String device() {
        return device;
    }

    String entity() {
        return entity;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long rows() {
        return rows;
    }

    /** Of the last row in it. */
    public long position() {
        return position;
    }

    List<Column> columns() {
        return columns;
    }
}
